package httpsim_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// BenchmarkRules sends requests through a hundred rules to the last one.
func BenchmarkRules(b *testing.B) {
	resources := []string{function("Orders"), group("Group", `{"Fn::GetAtt": ["Orders", "Arn"]}`)}
	for i := range 100 {
		resources = append(resources, rule(fmt.Sprintf("Rule%d", i), i+1, fmt.Sprintf(forwardTo, "Group"),
			fmt.Sprintf(`{"Field": "path-pattern", "Values": ["/path%d", "/path%d/*"]}`, i, i)))
	}
	d, err := httpsim.LoadTemplates(httpsim.Stack("edge", edge), httpsim.Stack("shop", `{"Resources": {`+strings.Join(resources, ",")+`}}`))
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Handle("Orders", says("orders")); err != nil {
		b.Fatal(err)
	}
	lb, err := d.LoadBalancer("")
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "https://shop.example.com/path99/x?a=b", nil)
	for b.Loop() {
		if result, err := lb.Do(r); err != nil || result.StatusCode != 200 || len(result.PassedOver) != 99 {
			b.Fatal(result, err)
		}
	}
}
