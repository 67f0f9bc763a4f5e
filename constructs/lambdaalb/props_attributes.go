package lambdaalb

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
)

// values of an attribute: a range, a few words, or any text where both are empty.
type values struct {
	low, high int
	words     []string
}

var onOff = values{words: []string{"true", "false"}}

// loadBalancerAttributes are all that an Application Load Balancer has.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
var loadBalancerAttributes = map[string]values{
	"access_logs.s3.bucket":                                    {},
	"access_logs.s3.enabled":                                   onOff,
	"access_logs.s3.prefix":                                    {},
	"client_keep_alive.seconds":                                {low: 60, high: 604800},
	"connection_logs.s3.bucket":                                {},
	"connection_logs.s3.enabled":                               onOff,
	"connection_logs.s3.prefix":                                {},
	"deletion_protection.enabled":                              onOff,
	"health_check_logs.s3.bucket":                              {},
	"health_check_logs.s3.enabled":                             onOff,
	"health_check_logs.s3.prefix":                              {},
	"idle_timeout.timeout_seconds":                             {low: 1, high: 4000},
	"ipv6.deny_all_igw_traffic":                                onOff,
	"load_balancing.cross_zone.enabled":                        {words: []string{"true"}},
	"routing.http.desync_mitigation_mode":                      {words: []string{"monitor", "defensive", "strictest"}},
	"routing.http.drop_invalid_header_fields.enabled":          onOff,
	"routing.http.preserve_host_header.enabled":                onOff,
	"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": onOff,
	"routing.http.xff_client_port.enabled":                     onOff,
	"routing.http.xff_header_processing.mode":                  {words: []string{"append", "preserve", "remove"}},
	"routing.http2.enabled":                                    onOff,
	"waf.fail_open.enabled":                                    onOff,
	"zonal_shift.config.enabled":                               onOff,
}

func (p *Props) checkAttributes(faults *fault.List) {
	for _, key := range slices.Sorted(maps.Keys(p.Attributes)) {
		field, value := fmt.Sprintf("Attributes[%s]", key), p.Attributes[key]
		legal, known := loadBalancerAttributes[key]
		switch {
		case token.In(key):
		case !known:
			faults.Add(field, "an Application Load Balancer has no such attribute", closest(key))
		case token.In(value):
		default:
			legal.check(field, value, faults)
		}
	}
}

func (v values) check(field, value string, faults *fault.List) {
	switch {
	case v.high > 0:
		if n, err := strconv.Atoi(value); err != nil || n < v.low || n > v.high {
			faults.Add(field, fmt.Sprintf("%q is not a number in %d..%d", value, v.low, v.high), "give a number in that range")
		}
	case len(v.words) > 0:
		if !slices.Contains(v.words, value) {
			faults.Add(field, fmt.Sprintf("%q is not a value of it", value), "use one of "+strings.Join(v.words, ", "))
		}
	}
}

// closest suggests the attributes of the same family.
func closest(key string) string {
	family, _, _ := strings.Cut(key, ".")
	var same []string
	for _, k := range slices.Sorted(maps.Keys(loadBalancerAttributes)) {
		if strings.HasPrefix(k, family+".") {
			same = append(same, k)
		}
	}
	if len(same) == 0 {
		return "use a key of the page on LoadBalancerAttribute, like idle_timeout.timeout_seconds"
	}
	return "use one of " + strings.Join(same, ", ")
}
