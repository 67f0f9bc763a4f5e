package synth

// Variant is one way to configure the application.
type Variant struct {
	// Name is that of the variant's folder of goldens.
	Name string
	// Context holds the keys that a user would give with -c.
	Context map[string]any
}

// Default is what cdk deploy does without options.
var Default = Variant{Name: "default"}

// Protected keeps what holds data.
var Protected = Variant{Name: "protected", Context: map[string]any{"stage": "prod", "protect": "true"}}

// Monitored is watched, and mails its alarms.
var Monitored = Variant{Name: "monitored", Context: map[string]any{"monitoring": "true", "alarmEmail": "ops@example.com"}}

// Variants are those whose templates are pinned and checked as a whole. One
// more is one more line.
var Variants = []Variant{Default, Protected, Monitored}
