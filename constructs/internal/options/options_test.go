package options

import (
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
)

type inner struct {
	Name  *string `field:"required"`
	Count *int    `field:"optional"`
}

type outer struct {
	Memory *int                `field:"optional"`
	Text   string              `field:"optional"`
	List   *[]*inner           `field:"optional"`
	Values *map[string]*string `field:"optional"`
	Any    *[]any              `field:"optional"`
	Inner  *inner              `field:"optional"`
}

func lines(options any, decided Decided) string {
	list := fault.New("s/C")
	Check("Options", options, decided, list)
	if err := list.Err(); err != nil {
		return err.Error()
	}
	return ""
}

func TestCheck(t *testing.T) {
	decided := Decided{"Memory": "use MemoryMB", "Inner.Count": "use Count"}
	for name, c := range map[string]struct {
		options any
		want    []string
	}{
		"nothing":           {(*outer)(nil), nil},
		"an empty struct":   {&outer{}, nil},
		"what is passed on": {&outer{Text: "x", Inner: &inner{Name: new("n")}, List: &[]*inner{{Name: new("n"), Count: new(1)}}}, nil},
		"what is decided":   {&outer{Memory: new(0)}, []string{"s/C: Options.Memory: the construct decides it; use MemoryMB"}},
		"decided in a struct": {&outer{Inner: &inner{Name: new("n"), Count: new(1)}},
			[]string{"s/C: Options.Inner.Count: the construct decides it; use Count"}},
		"nil in lists": {&outer{List: &[]*inner{nil}, Values: &map[string]*string{"b": nil, "a": nil}, Any: &[]any{1, nil}}, []string{
			"s/C: Options.List[0]: it is nil; leave it out",
			`s/C: Options.Values["a"]: it is nil; leave it out`,
			`s/C: Options.Values["b"]: it is nil; leave it out`,
			"s/C: Options.Any[1]: it is nil; leave it out",
		}},
		"what CDK requires": {&outer{List: &[]*inner{{}}, Inner: &inner{}}, []string{
			"s/C: Options.List[0].Name: it is missing, and CDK requires it; set it",
			"s/C: Options.Inner.Name: it is missing, and CDK requires it; set it",
		}},
	} {
		if got, want := lines(c.options, decided), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestMerge(t *testing.T) {
	type wider struct {
		Memory  *int
		Text    string
		Inner   *inner
		Handler string
	}
	mine := &wider{Text: "mine", Inner: &inner{Name: new("mine")}, Handler: "h"}
	given := &outer{Memory: new(5), Text: "given", Inner: &inner{Name: new("given"), Count: new(2)}}
	Merge(mine, given)
	if *mine.Memory != 5 || mine.Text != "mine" || mine.Handler != "h" || *mine.Inner.Name != "mine" || *mine.Inner.Count != 2 {
		t.Errorf("merged to %+v with %+v", mine, mine.Inner)
	}
	if *given.Inner.Name != "given" {
		t.Error("the options were changed")
	}
	Merge(mine, (*outer)(nil))
	if mine.Text != "mine" {
		t.Error("no options changed something")
	}
}

func TestOverlap(t *testing.T) {
	mine := &outer{Memory: new(1), Text: "x", Inner: &inner{Name: new("n"), Count: new(2)}}
	got := Overlap(mine, &outer{}, Decided{"Memory": "", "Inner.Count": ""})
	if want := "Text Inner.Name"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got := Overlap(mine, &inner{}, nil); got != nil {
		t.Errorf("a struct without these fields: %v", got)
	}
}
