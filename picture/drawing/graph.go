// Package drawing makes a picture of templates.
//
// Boxes, arrows and words of resource types may enter. Reading templates is the business of package
// template.
package drawing

import (
	"fmt"
	"slices"
	"strings"

	"example.com/alb-lambda/picture/template"
)

// A Graph is what is drawn: boxes in the groups of their stacks, and arrows between them.
type Graph struct {
	stacks template.Stacks
	boxes  []*box
	arrows []*arrow
	faults []string
}

type box struct {
	id       string // path of D2: group.box
	label    string
	style    string
	resource *template.Resource // nil if it stands for somebody outside
}

type arrow struct {
	from, to *box
	label    string
	dashed   bool
}

// New makes the graph of an application's templates.
func New(stacks template.Stacks) (*Graph, error) {
	g := &Graph{stacks: stacks}
	for _, stack := range stacks {
		for _, r := range stack.Resources {
			if g.isMachinery(r) {
				continue
			}
			if describe, ok := boxes[r.Type]; ok {
				g.boxes = append(g.boxes, &box{g.path(r), describe(g, r), styles[r.Type], r})
			} else if _, ok := arrows[r.Type]; !ok && !slices.Contains(inside, r.Type) {
				g.fault(r, "nobody has said how to draw a "+r.Type+"; say so in picture/drawing")
			}
		}
	}
	g.boxes = append(g.boxes, &box{id: "clients", label: "Clients", style: "shape: person"})
	// Arrows in the order of this list, not of a map, so that the picture is the same each time.
	for _, kind := range order {
		for _, r := range stacks.All(kind) {
			arrows[kind](g, r)
		}
	}
	if len(g.faults) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(g.faults, "\n"))
	}
	return g, nil
}

// isMachinery tells what CDK makes to empty a bucket, a function and its log group: the bucket's
// box says that it happens.
func (g *Graph) isMachinery(r *template.Resource) bool {
	of := func(kind string, path ...string) func(*template.Resource) bool {
		return func(user *template.Resource) bool {
			return user.Type == kind && slices.Contains(g.stacks.Refs(user, path...), r)
		}
	}
	switch r.Type {
	case function:
		return slices.ContainsFunc(g.stacks.All(autoDelete), of(autoDelete, "ServiceToken"))
	case logGroup:
		users := slices.DeleteFunc(g.stacks.All(function), func(f *template.Resource) bool { return !of(function, "LoggingConfig")(f) })
		return len(users) > 0 && !slices.ContainsFunc(users, func(f *template.Resource) bool { return !g.isMachinery(f) })
	default:
		return false
	}
}

// path is where the box of a resource stands: in its stack, and in its VPC if it has one.
func (g *Graph) path(r *template.Resource) string {
	path := r.Stack.Name + "." + r.ID
	for _, parent := range g.stacks.Refs(r, "VpcId") {
		if parent.Type == vpc && parent.Stack == r.Stack {
			path = r.Stack.Name + "." + parent.ID + "." + r.ID
		}
	}
	return path
}

func (g *Graph) fault(r *template.Resource, text string) {
	g.faults = append(g.faults, r.Stack.Name+"/"+r.ID+": "+text)
}

// box finds the box of a resource.
func (g *Graph) box(r *template.Resource) *box {
	for _, b := range g.boxes {
		if b.resource == r {
			return b
		}
	}
	return nil
}

func (g *Graph) clients() *box { return g.boxes[len(g.boxes)-1] }

// ref is the one resource of a type that a property refers to.
func (g *Graph) ref(r *template.Resource, kind string, path ...string) *template.Resource {
	for _, target := range g.stacks.Refs(r, path...) {
		if target.Type == kind {
			return target
		}
	}
	g.fault(r, "its "+strings.Join(path, ".")+" refers to no "+kind)
	return nil
}

// arrow draws an arrow, or puts a further line on the one that is there.
func (g *Graph) arrow(from, to *box, label string, dashed bool) {
	if from == nil || to == nil {
		return // a fault has been noted
	}
	for _, a := range g.arrows {
		if a.from == from && a.to == to {
			if !strings.Contains(a.label, label) {
				gap := "\n"
				if label == permitted && !strings.Contains(a.label, gap) {
					gap = " "
				}
				a.label += gap + label
			}
			return
		}
	}
	g.arrows = append(g.arrows, &arrow{from, to, label, dashed})
}
