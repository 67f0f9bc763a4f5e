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
