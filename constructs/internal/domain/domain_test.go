package domain_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/internal/domain"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// problem is that of the only validation error, or nothing.
func problem(t *testing.T, check func(*fault.List)) string {
	t.Helper()
	list := fault.New("stack/Edge")
	check(list)
	var found *fault.Error
	if !errors.As(list.Err(), &found) {
		return ""
	}
	if len(found.Faults) != 1 || found.Faults[0].Fix == "" {
		t.Errorf("errors %v", found)
	}
	return found.Faults[0].Problem
}

func TestNames(t *testing.T) {
	label := strings.Repeat("a", 63)
	for name, ok := range map[string]bool{
		"api.example.com":         true,
		"API.Example.com":         true,
		"a.b":                     true,
		"1.example.com":           true,
		"xn--bcher-kva.example":   true,
		label + ".com":            true,
		"api.${Token[Zone.7]}":    true,
		"{{resolve:ssm:/domain}}": true,
		"":                        false,
		"localhost":               false,
		"example.com.":            false,
		"api..example.com":        false,
		"-api.example.com":        false,
		"api-.example.com":        false,
		"a_b.example.com":         false,
		"*.example.com":           false,
		"ä.example.com":           false,
		"https://api.example.com": false,
		"api.example.com/v1":      false,
		"a" + label + ".com":      false,
		strings.Repeat(label[1:]+".", 4) + "abc.com": false,
	} {
		got := problem(t, func(l *fault.List) { domain.CheckName("Domain.Name", name, l) })
		want := ""
		if !ok {
			want = strconv.Quote(name) + " is not a host name"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestNamesAreInTheirZone(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		in         bool
	}{
		{"example.com", "example.com", true},
		{"api.example.com", "example.com", true},
		{"a.b.example.com", "Example.com.", true},
		{"API.EXAMPLE.COM", "example.com", true},
		{"api.example.org", "example.com", false},
		{"notexample.com", "example.com", false},
		{"example.com", "api.example.com", false},
		{"api.${Token[Zone.7]}", "example.com", true},
		{"api.example.com", "${Token[Zone.7]}", true},
		{"{{resolve:ssm:/domain}}", "example.com", true},
	} {
		if got := domain.In(c.name, c.zone); got != c.in {
			t.Errorf("%s in %s: %v", c.name, c.zone, got)
		}
	}
}

// A zone that is imported by its id alone throws when its name is read.
func TestZonesThatDoNotKnowTheirName(t *testing.T) {
	stack := awscdk.NewStack(cdktest.App(t), jsii.String("stack"), nil)
	byID := awsroute53.HostedZone_FromHostedZoneId(stack, jsii.String("ByID"), jsii.String("Z1"))
	named := awsroute53.NewPublicHostedZone(stack, jsii.String("Named"), &awsroute53.PublicHostedZoneProps{ZoneName: jsii.String("example.com")})
	for zone, want := range map[awsroute53.IHostedZone]string{byID: "", named: `"api.example.org" is not in the zone "example.com"`, nil: ""} {
		if got := problem(t, func(l *fault.List) { domain.CheckZone("Domain.HostedZone", "api.example.org", zone, l) }); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
