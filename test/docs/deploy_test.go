package docs

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	deployPage = "docs/deploy.md"
	workflow   = ".github/workflows/ci.yml"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rows are those of the table under the heading, each with its cells.
func rows(t *testing.T, text, heading string) [][]string {
	t.Helper()
	_, table, ok := strings.Cut(text, heading+"\n")
	if !ok {
		t.Fatalf("%s has no table %s", deployPage, heading)
	}
	var found [][]string
	for line := range strings.SplitSeq(table, "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if strings.HasPrefix(line, "|---") {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		found = append(found, cells)
	}
	return found
}

// TestCosts computes the table of costs and the break-even anew from the table of prices.
func TestCosts(t *testing.T) {
	text := read(t, deployPage)
	price := map[string]float64{}
	for _, row := range rows(t, text, "| Price | USD | For |") {
		usd, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		price[row[0]] = usd
	}
	const (
		hours      = 730
		addresses  = 2
		lcuHours   = 5 / 0.4       // of a million requests of 5 KB
		gbSeconds  = 0.125 * 2_000 // of a million requests of 128 MB for 2 ms
		firstTier  = 333.0
		perSeconds = 3600.0 * hours
		logBytes   = 230.0 // of a request; TestLogSize measures it
		logFiles   = addresses * hours * 12
	)
	fixed := hours * (price["Load balancer"] + addresses*price["Public IPv4 address"])
	balancer := lcuHours * price["LCU"]
	rest := func(millions float64) float64 {
		return min(millions, firstTier)*price["REST API"] + max(millions-firstTier, 0)*price["REST API, more"]
	}
	lambda := price["Lambda request"] + gbSeconds*price["Lambda duration, arm64"]
	for _, row := range rows(t, text, "| Requests a month | REST API | Load balancer | Lambda, on either front end | Logs, on either front end |") {
		millions := 0.0
		if row[0] != "none" {
			number := strings.ReplaceAll(strings.TrimSuffix(row[0], " million"), ",", "")
			var err error
			if millions, err = strconv.ParseFloat(number, 64); err != nil {
				t.Fatal(err)
			}
		}
		// Half a cent goes up, as one counts by hand.
		money := func(usd float64) string { return fmt.Sprintf("%.2f", usd+1e-9) }
		want := []string{row[0], money(rest(millions)), money(fixed + millions*balancer), money(millions * lambda),
			money(millions * 1e6 * logBytes / 1e9 * price["Lambda logs"])}
		if got := strings.Join(row, " | "); got != strings.Join(want, " | ") {
			t.Errorf("the page says %s, the prices say %s", got, strings.Join(want, " | "))
		}
	}
	even := fixed / (price["REST API"] - balancer)
	for _, want := range []string{
		fmt.Sprintf("**%.1f million requests a month**", even),
		fmt.Sprintf("%.1f a second", even*1e6/perSeconds),
		fmt.Sprintf("%.2f less per million requests", price["REST API"]-balancer),
		fmt.Sprintf("together %.0f bytes", logBytes),
		fmt.Sprintf("%.2f a month, and the storage", logFiles*price["S3 request"]),
		fmt.Sprintf("up to %.1f million", fixed/(price["HTTP API, for comparison"]-balancer)),
	} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the prices say %q, and the page does not", want)
		}
	}
}

// TestActionsArePinned rejects a tag, which can be moved, in place of a commit.
func TestActionsArePinned(t *testing.T) {
	uses := regexp.MustCompile(`uses: *(\S+)(.*)`).FindAllStringSubmatch(read(t, workflow), -1)
	if len(uses) == 0 {
		t.Fatal("no actions were found")
	}
	for _, use := range uses {
		if !regexp.MustCompile(`^[\w.-]+/[\w.-]+@[0-9a-f]{40}$`).MatchString(use[1]) || !regexp.MustCompile(`^ # v\d+\.\d+\.\d+$`).MatchString(use[2]) {
			t.Errorf("%s is not a commit with its version", use[0])
		}
	}
}
