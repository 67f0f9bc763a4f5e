package cost

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPricesAreThoseOfThePage compares each price with the table of docs/deploy.md, or of
// docs/prove-aws.md for what is in stages of the proof alone, and the sums with docs/prove-aws.md.
func TestPricesAreThoseOfThePage(t *testing.T) {
	page, own := read(t, "../../../../docs/deploy.md"), read(t, "../../../../docs/prove-aws.md")
	for _, lattice := range []bool{true, false} {
		sum := 0.0
		for _, item := range Estimate(lattice) {
			row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(item.What) + ` \| ([0-9.]+) \|`).FindStringSubmatch(page + "\n" + own)
			if row == nil {
				t.Errorf("the documents have no price of %s", item.What)
				continue
			}
			if price, err := strconv.ParseFloat(row[1], 64); err != nil || price != item.USD {
				t.Errorf("%s costs %s in the documents, and %v here", item.What, row[1], item.USD)
			}
			if !strings.Contains(page+own, item.Page) {
				t.Errorf("the documents do not name %s", item.Page)
			}
			sum += item.Cents()
		}
		for _, text := range []string{
			fmt.Sprintf(map[bool]string{true: "About %.0f cents", false: "about %.0f without VPC Lattice"}[lattice], sum),
			fmt.Sprintf(map[bool]string{true: "costs %.2f cents an hour", false: "%.2f without VPC Lattice"}[lattice], Hourly(lattice)),
		} {
			if !strings.Contains(own, text) {
				t.Errorf("docs/prove-aws.md does not say: %s", text)
			}
		}
		if !strings.Contains(Text(lattice), fmt.Sprintf("%6.2f cents, in us-east-1", sum)) {
			t.Errorf("the sum is not in\n%s", Text(lattice))
		}
	}
}

// TestHourly: the load balancer, its two addresses and VPC Lattice's service.
func TestHourly(t *testing.T) {
	if with, without := Hourly(true), Hourly(false); math.Abs(with-(2.25+2*0.5+2.5)) > 1e-9 || math.Abs(without-(2.25+2*0.5)) > 1e-9 {
		t.Errorf("%v and %v cents an hour", with, without)
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
