package athenalogs

import (
	"regexp"
	"strings"
	"testing"
)

// words of SQL and functions of Athena that the queries use; the rest of the words are columns,
// aliases or text.
var word = regexp.MustCompile(`'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z_0-9]*`)

var sqlWords = strings.Fields(`SELECT AS FROM WHERE AND OR GROUP BY ORDER DESC LIMIT BETWEEN AT TIME ZONE INTERVAL DAY
	current_timestamp date_format coalesce regexp_extract count count_if sum max round approx_percentile arbitrary`)

// A query names only columns that the table has, and aliases of its own.
func TestQueriesUseColumnsOfTheTable(t *testing.T) {
	known := map[string]bool{"day": true}
	for _, w := range sqlWords {
		known[w] = true
	}
	for _, c := range columns() {
		known[c.name] = true
	}
	for _, q := range queries {
		sql := q.on("logs", "requests")
		if !strings.Contains(sql, `FROM "logs"."requests"`) {
			t.Errorf("%s reads another table:\n%s", q.name, sql)
		}
		words := word.FindAllString(sql, -1)
		aliases := map[string]bool{}
		for i, w := range words {
			if i > 0 && words[i-1] == "AS" {
				aliases[w] = true
			}
		}
		for _, w := range words {
			if w[0] != '\'' && w[0] != '"' && !known[w] && !aliases[w] {
				t.Errorf("%s: there is no column %s", q.name, w)
			}
		}
	}
}

// Without a condition on the day a query reads, and bills, all logs.
func TestQueriesReadAWeek(t *testing.T) {
	for _, q := range queries {
		if !strings.Contains(q.sql, lastWeek) {
			t.Errorf("%s reads all days", q.name)
		}
	}
}

func TestPathOfARoute(t *testing.T) {
	path := regexp.MustCompile(regexp.MustCompile(`'(\^.*)', 1`).FindStringSubmatch(route)[1])
	for url, want := range map[string]string{
		"http://www.example.com:80/":            "/",
		"http://www.example.com:80/echo?a=b/c?": "/echo",
		"https://[2001:db8::1]:443/a/b c":       "/a/b c",
		"http://www.example.com:80-":            "",
		"-":                                     "",
	} {
		got := ""
		if groups := path.FindStringSubmatch(url); groups != nil {
			got = groups[1]
		}
		if got != want {
			t.Errorf("%s: path %q, want %q", url, got, want)
		}
	}
}
