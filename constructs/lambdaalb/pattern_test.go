package lambdaalb

import "testing"

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"/echo", "/echo", true},
		{"/echo", "/echo/", false},
		{"/echo/*", "/echo", false},
		{"/echo/*", "/echo/", true},
		{"/echo/*", "/echo/x/y", true},
		{"/echo/*", "/echo/*/y", true},
		{"/echo*", "/echo/*", true},
		{"/*", "/echo/*", true},
		{"*", "/?", true},
		{"/?", "/a", true},
		{"/?", "/?", true},
		{"/?", "/*", false},
		{"/a?c", "/abc", true},
		{"/a?c", "/ac", false},
		{"/*/x", "/a/b/x", true},
		{"/*/x", "/a/*", false},
		{"/a*b*c", "/a1b2c", true},
		{"/Echo", "/echo", false},
		{"", "", true},
		{"", "/", false},
	} {
		if got := covers(c.wide, c.narrow); got != c.want {
			t.Errorf("covers(%q, %q) = %v", c.wide, c.narrow, got)
		}
	}
}

func TestMatchCovers(t *testing.T) {
	echo := Match{Paths: []string{"/echo", "/echo/*"}}
	for name, c := range map[string]struct {
		wide, narrow Match
		want         bool
	}{
		"the same":                {echo, echo, true},
		"one path of two":         {echo, Match{Paths: []string{"/echo/x"}}, true},
		"one path beside":         {echo, Match{Paths: []string{"/echo/x", "/other"}}, false},
		"no path at all":          {echo, Match{Hosts: []string{"a.example.com"}}, false},
		"more conditions":         {echo, Match{Paths: []string{"/echo"}, Methods: []string{"GET"}}, true},
		"fewer conditions":        {Match{Paths: []string{"/echo"}, Methods: []string{"GET"}}, echo, false},
		"host in another case":    {Match{Hosts: []string{"*.Example.com"}}, Match{Hosts: []string{"a.example.COM"}}, true},
		"other method":            {Match{Methods: []string{"GET"}}, Match{Methods: []string{"POST"}}, false},
		"range in range":          {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"10.1.0.0/16"}}, true},
		"range around range":      {Match{SourceIPs: []string{"10.1.0.0/16"}}, Match{SourceIPs: []string{"10.0.0.0/8"}}, false},
		"header":                  {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{"*"}}}}, Match{Headers: []HeaderMatch{{Name: "x-v", Values: []string{"1"}}}}, true},
		"other header":            {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{"1"}}}}, Match{Headers: []HeaderMatch{{Name: "X-W", Values: []string{"1"}}}}, false},
		"query of any key":        {Match{Query: []QueryMatch{{Value: "1*"}}}, Match{Query: []QueryMatch{{Key: "v", Value: "12"}}}, true},
		"query of one key":        {Match{Query: []QueryMatch{{Key: "v", Value: "*"}}}, Match{Query: []QueryMatch{{Value: "12"}}}, false},
		"the same regex":          {Match{PathRegex: []string{"^/a"}}, Match{PathRegex: []string{"^/a"}}, true},
		"a regex that might":      {Match{PathRegex: []string{"^/.*"}}, Match{PathRegex: []string{"^/a"}}, false},
		"pattern against a regex": {Match{Paths: []string{"/*"}}, Match{PathRegex: []string{"^/a"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.wide.covers(&c.narrow); got != c.want {
				t.Errorf("covers = %v", got)
			}
		})
	}
}
