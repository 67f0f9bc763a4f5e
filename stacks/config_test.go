package stacks_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// A Go caller reads the names of fields; nothing here knows of the toolkit's options.
func TestInvalidConfigIsReportedInTheTermsOfGo(t *testing.T) {
	config := stacks.Config{Stage: "Prod", Architecture: "mips", AlarmEmail: "ops"}
	want := strings.Join([]string{
		`stacks: Stage: "Prod" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; use a name like prod`,
		`stacks: Architecture: "mips" is unknown; use one of arm64, x86_64`,
		`stacks: AlarmEmail: "ops" is not an address; write it like ops@example.com`,
		`stacks: AlarmEmail: "ops" gets no mail, as there are no alarms without monitoring; set Monitoring`,
	}, "\n")
	if err := config.Validate(); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	app := awscdk.NewApp(nil)
	before := len(*app.Node().Children())
	if faults := cdktest.Rejected(t, func() { stacks.New(app, config) }); len(faults) != 4 {
		t.Errorf("New panicked with %v", faults)
	}
	if after := len(*app.Node().Children()); after != before {
		t.Errorf("%d constructs were created", after-before)
	}
	if err := (stacks.Config{}).Validate(); err != nil {
		t.Errorf("the zero value: %v", err)
	}
}

// Fn::GetAZs lists only the zones that have a default subnet.
func TestZonesByName(t *testing.T) {
	context, err := cdktest.Context(map[string]any{"aws:cdk:bundling-stacks": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	app := cdktest.NewApp(context, t.TempDir())
	made := stacks.New(app, stacks.Config{AvailabilityZones: []string{"eu-west-1a", "eu-west-1c"}})
	template := cdktest.Synth(t, made.Network)
	template.Has("AWS::EC2::Subnet", `{"AvailabilityZone": "eu-west-1a"}`)
	template.Has("AWS::EC2::Subnet", `{"AvailabilityZone": "eu-west-1c"}`)
	if text := cdktest.JSON(template); strings.Contains(text, "Fn::GetAZs") {
		t.Error("the template counts zones off")
	}
}

func TestConfigsThatAreRejected(t *testing.T) {
	zone := func(config stacks.Config) stacks.Config {
		config.HostedZoneID, config.HostedZoneName = "Z1", "example.com"
		return config
	}
	for _, test := range []struct {
		config stacks.Config
		want   string
	}{
		{zone(stacks.Config{DomainName: "echo.example.com", APIDomainName: "api.example.com"}), ""},
		{stacks.Config{DomainName: "echo.example.com"},
			`stacks: DomainName: "echo.example.com" is in no hosted zone; set HostedZoneID and HostedZoneName`},
		{stacks.Config{APIDomainName: "api.example.com", HostedZoneID: "Z1"},
			`stacks: APIDomainName: "api.example.com" is in no hosted zone; set HostedZoneID and HostedZoneName`},
		{stacks.Config{HostedZoneName: "example.com"},
			`stacks: HostedZoneName: "example.com" has no name to serve; set DomainName or APIDomainName`},
		{zone(stacks.Config{DomainName: "echo.example.com", APIDomainName: "Echo.example.com"}),
			`stacks: APIDomainName: "Echo.example.com" is the load balancer's name; use two names`},
		{zone(stacks.Config{DomainName: "echo.example.com", CertificateARN: "arn:1"}),
			`stacks: CertificateARN: the load balancer gets a certificate for its name already; leave out CertificateARN or DomainName`},
		{stacks.Config{AvailabilityZones: []string{"eu-west-1a"}},
			`stacks: AvailabilityZones: "eu-west-1a" is one zone, and a load balancer needs two; name two or more`},
		{stacks.Config{AvailabilityZones: []string{"eu-west-1a", "west", "eu-west-1a"}},
			`stacks: AvailabilityZones: "west" is not the name of a zone; name it like eu-west-1a` + "\n" +
				`stacks: AvailabilityZones: "eu-west-1a" is there twice; name each zone once`},
		{stacks.Config{ReservedConcurrency: new(-1)},
			`stacks: ReservedConcurrency: -1 is negative; use 0 to stop the function, or leave it out for no limit`},
	} {
		message := ""
		if err := test.config.Validate(); err != nil {
			message = err.Error()
		}
		if message != test.want {
			t.Errorf("got  %s\nwant %s", message, test.want)
		}
	}
}

func TestExistingNetwork(t *testing.T) {
	somewhere := &awscdk.Environment{Account: new("123456789012"), Region: new("eu-west-1")}
	for _, test := range []struct {
		config stacks.Config
		want   string
	}{
		{stacks.Config{VPCID: "vpc-0123456789abcdef0", Environment: somewhere}, ""},
		{stacks.Config{VPCID: "vpc-01234567", Environment: somewhere}, ""},
		{stacks.Config{VPCID: "vpc-1", Environment: somewhere},
			`stacks: VPCID: "vpc-1" is not the id of a network; write it like vpc-0123456789abcdef0`},
		{stacks.Config{VPCID: "vpc-01234567", Environment: &awscdk.Environment{Account: new("123456789012")}},
			`stacks: VPCID: "vpc-01234567" is looked up in an account and a region, and none is known; set Environment`},
		{stacks.Config{VPCID: "vpc-01234567", Environment: somewhere, AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"}},
			`stacks: VPCID: "vpc-01234567" has its zones already; leave AvailabilityZones out`},
	} {
		message := ""
		if err := test.config.Validate(); err != nil {
			message = err.Error()
		}
		if message != test.want {
			t.Errorf("got  %s\nwant %s", message, test.want)
		}
	}
}
