package restapi

import (
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscertificatemanager"
)

// These stand for constructs where only their presence matters.
type (
	function    struct{ awslambda.IFunction }
	certificate struct {
		interfacesawscertificatemanager.ICertificateRef
	}
	policy   struct{ awsiam.PolicyDocument }
	endpoint struct{ awsec2.IVpcEndpoint }
)

func lines(list *fault.List) string {
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return ""
	}
	return rejected.Error()
}

// faultsOf checks props, with a function, as New does, without jsii.
func faultsOf(p Props) string {
	p.Function = function{}
	p.setDefaults()
	list := fault.New("stack/A")
	p.check(list)
	return lines(list)
}

func TestCheckAccepts(t *testing.T) {
	domain := func(d Domain) *Domain {
		d.Certificate = certificate{}
		if d.Name == "" {
			d.Name = "api.example.com"
		}
		return &d
	}
	for name, p := range map[string]Props{
		"the function alone":      {},
		"a long stage":            {StageName: strings.Repeat("a", 128)},
		"less than one a second":  {Rate: 0.5, Burst: 1},
		"an account's raised":     {Rate: 50000, Burst: 20000},
		"edge":                    {Endpoint: Edge, Domain: domain(Domain{BasePath: "v1"})},
		"private by endpoints":    {Endpoint: Private, VPCEndpoints: []awsec2.IVpcEndpoint{endpoint{}}},
		"private by policy":       {Endpoint: Private, Policy: policy{}},
		"regional with a policy":  {Policy: policy{}},
		"logs":                    {AccessLogs: &AccessLogs{AccountHasRole: true}},
		"logs of one's own":       {AccessLogs: &AccessLogs{AccountHasRole: true, Format: `$context.extendedRequestId $context.status`}},
		"CORS for all":            {CORS: &CORS{Origins: []string{"*"}, MaxAge: 24 * time.Hour}},
		"CORS for some":           {CORS: &CORS{Origins: []string{"https://a.example.com", "http://localhost:3000"}, Credentials: true, Methods: []string{"GET", "PUT"}}},
		"CORS by tokens":          {CORS: &CORS{Origins: []string{"https://${Token[Bucket.1]}/"}}},
		"a domain":                {Domain: domain(Domain{})},
		"a domain's deep path":    {Domain: domain(Domain{BasePath: "v1/echo", DisableDefaultEndpoint: true})},
		"a domain of a parameter": {Domain: domain(Domain{Name: "API.${Token[Zone.2]}", BasePath: "${Token[Path.3]}"})},
		"a token":                 {Description: "${Token[D.4]}" + strings.Repeat("x", 1024)},
		"media types":             {BinaryMediaTypes: []string{"*/*", "image/svg+xml"}},
	} {
		if faults := faultsOf(p); faults != "" {
			t.Errorf("%s: rejected: %s", name, faults)
		}
	}
}

func TestCheckRejectsAllAtOnce(t *testing.T) {
	p := Props{
		Description:  strings.Repeat("x", 1025),
		StageName:    "a b",
		Rate:         -1,
		Burst:        -1,
		Endpoint:     "LOCAL",
		VPCEndpoints: []awsec2.IVpcEndpoint{nil},
		AccessLogs:   &AccessLogs{CloudWatchRole: true, Format: "$context.status"},
		CORS: &CORS{Origins: []string{"*", "www.example.com", "https://www.example.com/"}, Credentials: true,
			Methods: []string{"get"}, MaxAge: 24*time.Hour + time.Second},
		Domain:           &Domain{Name: "API.example.com", BasePath: "/v1"},
		BinaryMediaTypes: []string{"png"},
	}
	p.setDefaults()
	list := fault.New("stack/A")
	p.check(list)
	want := []string{
		`stack/A: Function: it is nil; give the function that handles the requests`,
		`stack/A: Description: 1025 characters are over the limit of 1024; shorten it`,
		`stack/A: StageName: "a b" is not 1 to 128 letters, digits, - and _; leave it out for dev`,
		`stack/A: Rate: -1 is not a number over 0; leave it out for 100 requests a second`,
		`stack/A: Burst: -1 is not over 0; leave it out for 200 requests`,
		`stack/A: Endpoint: "LOCAL" is unknown; use one of REGIONAL, EDGE, PRIVATE`,
		`stack/A: VPCEndpoints[0]: it is nil; give an interface endpoint for execute-api`,
		`stack/A: VPCEndpoints: they have no effect on a LOCAL API; set Endpoint to Private, or leave them out`,
		`stack/A: AccessLogs.Format: "$context.status" has no request id; add $context.requestId`,
		`stack/A: CORS.Origins: "www.example.com" is not an origin; write it like https://www.example.com, without a path`,
		`stack/A: CORS.Origins: "https://www.example.com/" is not an origin; write it like https://www.example.com, without a path`,
		`stack/A: CORS.Origins: "*" is not the only one; leave the others out, or the star`,
		`stack/A: CORS.Credentials: browsers reject true with the origin "*"; name the origins, or leave it out`,
		`stack/A: CORS.Methods: "get" is unknown; write it like GET; leave all out for all`,
		`stack/A: CORS.MaxAge: 24h0m1s is outside 1s..24h; leave it out for the browser's own time`,
		`stack/A: Domain.Name: "API.example.com" has upper-case letters, which API Gateway rejects; write it like api.example.com`,
		`stack/A: Domain.Certificate: it is nil; give a certificate for the name`,
		`stack/A: Domain.BasePath: "/v1" is not letters, digits and $-_.+!*'() between single slashes; write it like v1`,
		`stack/A: BinaryMediaTypes: "png" is not a media type; write it like image/png`,
	}
	if got, want := lines(list), strings.Join(want, "\n"); got != want {
		t.Errorf("faults:\n%s\nwant:\n%s", got, want)
	}
}

func TestCheckRejects(t *testing.T) {
	for name, c := range map[string]struct {
		props Props
		want  string
	}{
		"private, for nobody": {Props{Endpoint: Private},
			`stack/A: VPCEndpoints: a private API needs them or a Policy; name the endpoints that it is reached through`},
		"a public name of a private API": {
			Props{Endpoint: Private, Policy: policy{}, Domain: &Domain{Name: "api.example.com", Certificate: certificate{}}},
			`stack/A: Domain: a private API has no public domain name; leave it out, or set another Endpoint`},
		"a deep path at the edge": {
			Props{Endpoint: Edge, Domain: &Domain{Name: "api.example.com", Certificate: certificate{}, BasePath: "v1/echo"}},
			`stack/A: Domain.BasePath: "v1/echo" has more segments than the one that an edge API can have; use one, or a regional API`},
		"no rate": {Props{Rate: math.NaN()},
			`stack/A: Rate: NaN is not a number over 0; leave it out for 100 requests a second`},
		"logs without a role": {Props{AccessLogs: &AccessLogs{}},
			`stack/A: AccessLogs.CloudWatchRole: API Gateway writes logs with a role of the account, and it is not said whether there is one; set one of CloudWatchRole, to create it, and AccountHasRole`},
		"a role twice": {Props{AccessLogs: &AccessLogs{CloudWatchRole: true, AccountHasRole: true}},
			`stack/A: AccessLogs.CloudWatchRole: the account has a role already, which this one would replace for all APIs; set one of CloudWatchRole, to create it, and AccountHasRole`},
		"TLS 1.0": {Props{SecurityPolicy: "TLS_1_0"},
			`stack/A: SecurityPolicy: "TLS_1_0" is not a policy of TLS 1.2 or later; leave it out for TLS 1.2 and later, or name one like SecurityPolicy_TLS13_1_3_2025_09`},
		"an edge policy of a regional API": {Props{SecurityPolicy: "SecurityPolicy_TLS13_2025_EDGE"},
			`stack/A: SecurityPolicy: SecurityPolicy_TLS13_2025_EDGE is not a policy of a REGIONAL API; those of an edge-optimized API, and no others, end in _EDGE`},
		"strict access by an old policy": {Props{StrictAccess: true},
			`stack/A: StrictAccess: only a SecurityPolicy that begins with SecurityPolicy_ has an access mode; name one like SecurityPolicy_TLS13_1_3_2025_09`},
		"a short timeout": {Props{Timeout: 49 * time.Millisecond},
			`stack/A: Timeout: 49ms is outside 50ms..15m; leave it out for 29s`},
		"a timeout over what an edge API can have": {Props{Endpoint: Edge, Timeout: 30 * time.Second},
			`stack/A: Timeout: 30s is outside 50ms..29s; leave it out for 29s`},
		"two lines": {Props{AccessLogs: &AccessLogs{CloudWatchRole: true, Format: "$context.requestId\n"}},
			`stack/A: AccessLogs.Format: "$context.requestId\n" is more than one line; write it on one line`},
		"CORS for nobody": {Props{CORS: &CORS{}},
			`stack/A: CORS.Origins: it is empty; name the sites that may call, or "*"`},
	} {
		if got := faultsOf(c.props); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestDefaultFormatGivesJSON(t *testing.T) {
	line := regexp.MustCompile(`\$context\.[A-Za-z.]+`).ReplaceAllString(defaultFormat(), "value")
	var members map[string]string
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	for _, f := range fields {
		if members[f[0]] != "value" {
			t.Errorf("%s is %q", f[0], members[f[0]])
		}
	}
	if len(members) != len(fields) {
		t.Errorf("%d members of %d fields", len(members), len(fields))
	}
}

func TestDefaultsLeaveTheCallersPropsAlone(t *testing.T) {
	logs := AccessLogs{}
	p := Props{AccessLogs: &logs}
	p.setDefaults()
	if logs != (AccessLogs{}) {
		t.Errorf("the caller's access logs became %+v", logs)
	}
}

func TestOriginsAreThoseThatBrowsersSend(t *testing.T) {
	const (
		star    = `name each origin, or "*" alone for all`
		example = "write it like https://www.example.com, without a path"
	)
	for origin, want := range map[string]string{
		"*":                             "",
		"https://www.example.com":       "",
		"http://localhost:3000":         "",
		"https://example.com:8443":      "",
		"http://127.0.0.1:8080":         "",
		"http://[::1]:8080":             "",
		"capacitor://localhost":         "",
		"ionic://localhost":             "",
		"http://localhost":              "",
		"app.desktop+x://-":             "",
		"chrome-extension://abcdefghi":  "",
		"https://xn--bcher-kva.example": "",
		"http://example.com:443":        "",
		"https://${Token[Bucket.1]}/":   "",
		"https://*.example.com":         star,
		"*.example.com":                 star,
		"https://example.com:*":         star,
		"**":                            star,
		"https://WWW.example.com":       "write it in lower case",
		"HTTPS://www.example.com":       "write it in lower case",
		"https://example.com:443":       "leave it out",
		"http://example.com:80":         "leave it out",
		"":                              example,
		"null":                          example,
		"www.example.com":               example,
		"https://":                      example,
		"https://www.example.com/":      example,
		"https://www.example.com/a":     example,
		"https://www.example.com?a=b":   example,
		"https://user@example.com":      example,
		"https://bücher.example":        example,
		"https://a b.example.com":       example,
		"https://example.com:":          example,
		"1https://example.com":          example,
		"capacitor:localhost":           example,
	} {
		if _, fix := checkOrigin(origin); fix != want {
			t.Errorf("%q: %q, want %q", origin, fix, want)
		}
	}
}
