package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	// commentWidth is how many columns a line with a comment has at most; a tab is one.
	commentWidth = 100
	// filledTo is the column that one line of each paragraph has to come near: where all of its lines
	// could take the first word of the next one and still end here, it was wrapped at another width.
	filledTo = 90
)

// TestCommentsHaveOneWidth holds the comments of all Go files to one width, and those of other
// files to its upper bound. What has a line structure of its own is left out: code, tables,
// headings, links, directives, and the output of an example.
func TestCommentsHaveOneWidth(t *testing.T) {
	var seen int
	for _, name := range tracked(t, "*.go") {
		if strings.HasSuffix(name, "_generated.go") || strings.HasSuffix(name, "_generated_test.go") {
			continue
		}
		for _, p := range paragraphsOf(t, name, read(t, name)) {
			seen++
			if problem := p.problem(); problem != "" {
				t.Errorf("%s:%d: the comment %s; wrap it at %d columns", name, p.line, problem, commentWidth)
			}
		}
	}
	if seen < 3000 {
		t.Errorf("only %d paragraphs were found", seen)
	}
	whole := regexp.MustCompile(`^\s*(#|//|\*|/\*)`)
	for _, name := range tracked(t, "Makefile", "*.yml", "*.py", "*.js", "*.ts", "*.css", "*.in", "*.txtar", ".ci/run") {
		for i, line := range strings.Split(read(t, name), "\n") {
			if whole.MatchString(line) && tooLong(line) {
				t.Errorf("%s:%d: the comment is %d columns wide; wrap it at %d", name, i+1, utf8.RuneCountInString(line), commentWidth)
			}
		}
	}
}

func TestTheWidthOfAComment(t *testing.T) {
	long, short := strings.Repeat("word ", 20)+"word.", strings.Repeat("word ", 14)+"word"
	full := strings.Repeat("word ", 18) + "word"
	for _, c := range []struct{ name, comment, problem string }{
		{"full", "// " + full + "\n// word.", ""},
		{"one line", "// word", ""},
		{"long", "// " + long, "is 108 columns wide"},
		{"long in a list", "//   - " + long, "is 112 columns wide"},
		{"long beside code", "var a int // " + long, "is 118 columns wide"},
		{"wrapped at 80", "// " + short + "\n// " + short + "\n// word.", "is wrapped at column 83"},
		{"list wrapped at 80", "//   - " + short + "\n//     " + short, "is wrapped at column 86"},
		{"one line of it short", "// word\n// " + full + "\n// word.", ""},
		{"what a colon announces", "// word:\n// word", ""},
		{"items", "//   - word\n//   - word", ""},
		{"an address", "// https://example.com/" + strings.Repeat("a", 100), ""},
		{"a sentence and its address", "// word\n// https://example.com/", ""},
		{"code", "// word:\n//\n//\tword\n//\tword\n//\t" + long, ""},
		{"a table", "// key   value\n// key   value", ""},
		{"a heading", "// # Word\n// word", ""},
		{"a directive", "//nolint:lll // " + long, ""},
	} {
		var got []string
		for _, p := range paragraphsOf(t, c.name, "package a\n\n"+c.comment+"\n") {
			if problem := p.problem(); problem != "" {
				got = append(got, problem)
			}
		}
		if want := slices.DeleteFunc([]string{c.problem}, func(s string) bool { return s == "" }); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
	}
	output := "package a\n\nfunc Example() {\n\t// Output:\n\t// word\n\t// " + long + "\n}\n"
	for _, p := range paragraphsOf(t, "output", output) {
		t.Errorf("the output of an example is taken for prose: %q", p.lines)
	}
}

// A commentParagraph is a run of comment lines that could be wrapped anew, or the one line of a
// comment beside code. The lines are as they are in the file.
type commentParagraph struct {
	line  int
	lines []string
}

func (p commentParagraph) problem() string {
	for _, line := range p.lines {
		if tooLong(line) {
			return "is " + strconv.Itoa(utf8.RuneCountInString(line)) + " columns wide"
		}
	}
	reach := 0
	for i := 1; i < len(p.lines); i++ {
		next := strings.Fields(prose(p.lines[i]))[0]
		reach = max(reach, utf8.RuneCountInString(p.lines[i-1]+" "+next))
	}
	if len(p.lines) > 1 && reach <= filledTo {
		return "is wrapped at column " + strconv.Itoa(reach)
	}
	return ""
}

// tooLong says whether a line is too wide and could be broken.
func tooLong(line string) bool {
	return utf8.RuneCountInString(line) > commentWidth && len(strings.Fields(prose(line))) > 1
}

// prose is a comment without what begins it.
func prose(line string) string { return strings.TrimLeft(line, "\t /#*") }

var (
	listItem  = regexp.MustCompile(`^ +([-*•]|\d+[.)]) +\S`)
	exampleIs = regexp.MustCompile(`(?i)^ (unordered )?output:`)
	// ownLine is a line that none is joined to: empty, directive, code, heading, link, address, table.
	ownLine = regexp.MustCompile(`^$|^ $|^[^ ]|^ # |^ Code generated|^ \[[^\]]+\]: |^ https?://\S+$|\S {3,}\S|\|.*\|`)
)

func paragraphsOf(t *testing.T, name, source string) []commentParagraph {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(source, "\n")
	var all []commentParagraph
	for _, group := range file.Comments {
		all = append(all, paragraphsIn(group, set, lines)...)
	}
	return all
}

func paragraphsIn(group *ast.CommentGroup, set *token.FileSet, lines []string) []commentParagraph {
	var all []commentParagraph
	open := false     // whether the next line can belong to the last paragraph
	inItem := false   // whether that is an item of a list
	inOutput := false // of an example, to the end of the group
	for _, comment := range group.List {
		number := set.Position(comment.Pos()).Line
		line := lines[number-1]
		text, isLine := strings.CutPrefix(comment.Text, "//")
		beside := strings.TrimSpace(line) != comment.Text
		isItem := listItem.MatchString(text)
		inOutput = inOutput || exampleIs.MatchString(text)
		switch {
		case !isLine || inOutput:
		case ownLine.MatchString(text) && !isItem:
			open = false
		case beside:
			all, open = append(all, commentParagraph{number, []string{line}}), false
		case isItem:
			all, open, inItem = append(all, commentParagraph{number, []string{line}}), true, true
		case open && inItem == strings.HasPrefix(text, "  "):
			all[len(all)-1].lines = append(all[len(all)-1].lines, line)
		case strings.HasPrefix(text, "  "): // code that is not indented by a tab
			open = false
		default:
			all, open, inItem = append(all, commentParagraph{number, []string{line}}), true, false
		}
		if strings.HasSuffix(text, ":") { // what it announces may be on a line of its own
			open = false
		}
	}
	return all
}

// tracked lists the files of the repository that fit one of the patterns.
func tracked(t *testing.T, patterns ...string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", append([]string{"ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"}, patterns...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Fields(string(out)), func(name string) bool {
		_, err := os.Stat(name)
		return err != nil // deleted, and not committed yet
	})
}
