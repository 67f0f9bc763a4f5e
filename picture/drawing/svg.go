package drawing

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"

	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2layouts/d2elklayout"
	"oss.terrastruct.com/d2/d2lib"
	"oss.terrastruct.com/d2/d2renderers/d2svg"
	"oss.terrastruct.com/d2/d2target"
	"oss.terrastruct.com/d2/d2themes/d2themescatalog"
	"oss.terrastruct.com/d2/lib/log"
	"oss.terrastruct.com/d2/lib/textmeasure"
)

// options are ELK's, closer together than its defaults: the picture is read at the width of a
// README.
var options = d2elklayout.ConfigurableOpts{
	Algorithm:       "layered",
	NodeSpacing:     36,
	Padding:         "[top=20,left=20,bottom=44,right=20]",
	EdgeNodeSpacing: 18,
	SelfLoopSpacing: 20,
}

// A Look is one variant of the picture.
type Look struct {
	File    string
	theme   int64
	colours *d2target.ThemeOverrides // nil for the theme's own
}

// Looks are for light and dark pages. GitHub chooses by the reader's theme, which the picture
// itself cannot know, so there is a file for each.
var Looks = []Look{
	{"architecture.svg", d2themescatalog.NeutralDefault.ID, nil},
	{"architecture-dark.svg", d2themescatalog.DarkMauve.ID, dark},
}

// dark is the light look at night: D2 names the neutral colours N, from text to ground, those of
// lines and boxes B, and those of other shapes A.
var dark = &d2target.ThemeOverrides{
	N1: new("#e6edf3"), N2: new("#b4bdc8"), N3: new("#8b949e"), N4: new("#30363d"),
	N5: new("#21262d"), N6: new("#161b22"), N7: new("#0d1117"),
	B1: new("#79b8ff"), B2: new("#79b8ff"), B3: new("#1f3a5f"), B4: new("#151d2b"),
	B5: new("#1c2738"), B6: new("#22304a"),
	AA2: new("#79b8ff"), AA4: new("#22304a"), AA5: new("#22304a"),
	AB4: new("#22304a"), AB5: new("#22304a"),
}

// container is the style of a stack and of a VPC. Arrows come in from above, so their names stand
// below.
const container = "style.font-size: 20; style.bold: true; label.near: bottom-"

// D2 is the graph in the language of D2.
func (g *Graph) D2() string {
	var b strings.Builder
	b.WriteString("direction: down\n")
	for _, stack := range g.stacks {
		_, _ = fmt.Fprintf(&b, "%q: %q { %s }\n", stack.Name, stack.Name, container+"right")
	}
	for _, box := range g.boxes {
		_, _ = fmt.Fprintf(&b, "%s: %s", key(box.id), strconv.Quote(box.label))
		if box.style != "" {
			_, _ = fmt.Fprintf(&b, " { %s }", box.style)
		}
		b.WriteString("\n")
	}
	for _, a := range g.arrows {
		_, _ = fmt.Fprintf(&b, "%s -> %s: %s", key(a.from.id), key(a.to.id), strconv.Quote(a.label))
		if a.dashed {
			b.WriteString(" { style.stroke-dash: 4 }")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// key quotes a path, so that a name of CloudFormation is no keyword of D2.
func key(id string) string {
	parts := strings.Split(id, ".")
	for i, part := range parts {
		parts[i] = strconv.Quote(part)
	}
	return strings.Join(parts, ".")
}

// SVG draws the graph. The same graph always gives the same bytes.
func (g *Graph) SVG(ctx context.Context, look Look) ([]byte, error) {
	ctx = log.With(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)))
	ruler, err := textmeasure.NewRuler()
	if err != nil {
		return nil, err
	}
	render := &d2svg.RenderOpts{Pad: new(int64(16)), ThemeID: &look.theme, ThemeOverrides: look.colours, NoXMLTag: new(true)}
	diagram, _, err := d2lib.Compile(ctx, g.D2(), &d2lib.CompileOptions{
		Ruler: ruler,
		LayoutResolver: func(string) (d2graph.LayoutGraph, error) {
			return func(ctx context.Context, graph *d2graph.Graph) error {
				return d2elklayout.Layout(ctx, graph, &options)
			}, nil
		},
	}, render)
	if err != nil {
		return nil, err
	}
	return d2svg.Render(diagram, render)
}
