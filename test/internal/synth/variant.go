package synth

import (
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Variant is one way to use what is here: the application with other keys, or
// the constructs with other props.
type Variant struct {
	// Name is that of the variant's folder of goldens.
	Name string
	// Context holds the keys that a user would give with -c.
	Context map[string]any
	// Make fills the app. Default: stacks.New. The names of its stacks end in
	// "-" and the stage.
	Make func(app awscdk.App, config stacks.Config)
}

// Default is what cdk deploy does without options.
var Default = Variant{Name: "default"}

// Protected keeps what holds data.
var Protected = Variant{Name: "protected", Context: map[string]any{"stage": "prod", "protect": "true"}}

// Hardened is what the constructs offer to someone who guards data.
var Hardened = Variant{Name: "hardened", Make: hardened}

// DualStack is reached by IPv6 as well.
var DualStack = Variant{Name: "dual-stack", Make: dualStack}

// Monitored is watched, and mails its alarms.
var Monitored = Variant{Name: "monitored", Context: map[string]any{"monitoring": "true", "alarmEmail": "ops@example.com"}}

// Variants are those whose templates are pinned and checked as a whole. One
// more is one more line.
var Variants = []Variant{Default, Protected, Hardened, DualStack, Monitored}
