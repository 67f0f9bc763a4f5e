package cost

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPricesAreThoseOfThePage compares each price with the table of docs/deploy.md, and the sum
// with docs/prove-aws.md.
func TestPricesAreThoseOfThePage(t *testing.T) {
	page := read(t, "../../../../docs/deploy.md")
	sum := 0.0
	for _, item := range Estimate() {
		row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(item.What) + ` \| ([0-9.]+) \|`).FindStringSubmatch(page)
		if row == nil {
			t.Errorf("docs/deploy.md has no price of %s", item.What)
			continue
		}
		if price, err := strconv.ParseFloat(row[1], 64); err != nil || price != item.USD {
			t.Errorf("%s costs %s in docs/deploy.md, and %v here", item.What, row[1], item.USD)
		}
		if !strings.Contains(page, item.Page) {
			t.Errorf("docs/deploy.md does not name %s", item.Page)
		}
		sum += item.Cents()
	}
	if text := fmt.Sprintf("About %.0f cents", sum); !strings.Contains(read(t, "../../../../docs/prove-aws.md"), text) {
		t.Errorf("docs/prove-aws.md does not say: %s", text)
	}
	if !strings.Contains(Text(), fmt.Sprintf("%6.2f cents, in us-east-1", sum)) {
		t.Errorf("the sum is not in\n%s", Text())
	}
}

// TestHourly holds what a stage costs that is not destroyed.
func TestHourly(t *testing.T) {
	cents := 0.0
	for _, item := range Estimate() {
		switch item.What {
		case "Load balancer":
			cents += item.USD * 100
		case "Public IPv4 address":
			cents += 2 * item.USD * 100
		}
	}
	if text := fmt.Sprintf("costs %.2f cents an hour", cents); !strings.Contains(read(t, "../../../../docs/prove-aws.md"), text) {
		t.Errorf("docs/prove-aws.md does not say: %s", text)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
