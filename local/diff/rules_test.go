package diff

import (
	"regexp"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	if all := Rules(); len(all) != len(eventRules)+len(returnedRules)+len(receivedRules)+2 {
		t.Errorf("%d rules", len(all))
	}
	for _, r := range Rules() {
		if r.ID == "" || seen[r.ID] {
			t.Errorf("rule %q twice, or without a name", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasPrefix(r.Page, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: %s is not a page of AWS", r.ID, r.Page)
		}
		if !regexp.MustCompile(`^[A-Z][^\n]*\.$`).MatchString(r.Sentence) {
			t.Errorf("%s: %q is not a sentence", r.ID, r.Sentence)
		}
	}
}

func TestRowsWithOneExplanationAreTogether(t *testing.T) {
	rows, err := Events([]byte(`{"headers":{"A":"1","Host":"x","B":"2"}}`), []byte(`{"headers":{"a":"1","host":"y","b":"2"}}`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Label())
	}
	if got := strings.Join(names, " "); got != "A B Host" {
		t.Errorf("%s", got)
	}
}

// TestLabels: a label leaves out what the heading of its group says, and is there twice only where
// the two sides have two names.
func TestLabels(t *testing.T) {
	for _, test := range []struct{ group, left, right, label, rightLabel string }{
		{"headers", "headers.X-A", "headers.x-a", "X-A", "x-a"},
		{"headers", "headers.a", "headers.a", "a", ""},
		{"headers", "headers", "", "(all of it)", ""},
		{"headers", "", "headers.a", "a", ""},
		{"", "status", "status", "status", ""},
	} {
		r := Row{Group: test.group, Left: Part{Name: test.left}, Right: Part{Name: test.right}}
		if r.Label() != test.label || r.RightLabel() != test.rightLabel {
			t.Errorf("%+v: %q and %q", test, r.Label(), r.RightLabel())
		}
	}
}

// TestLegend: each mark is in it once, with a word of its own.
func TestLegend(t *testing.T) {
	said := map[string]Mark{}
	for _, mark := range Marks {
		if other, twice := said[Words[mark]]; twice || Words[mark] == "" {
			t.Errorf("%s is %q, as is %q", mark, Words[mark], other)
		}
		said[Words[mark]] = mark
	}
	if len(said) != len(Words) {
		t.Errorf("%d of %d marks are in the legend", len(said), len(Words))
	}
}
