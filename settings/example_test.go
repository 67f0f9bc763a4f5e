package settings_test

import (
	"fmt"

	"example.com/alb-lambda/settings"
)

// What the toolkit passes to the app. Everything that is wrong is in one error.
func ExampleContext_Config() {
	config, err := settings.Context{"stage": "prod", "zones": "eu-west-1a,eu-west-1b", "protect": "true"}.Config()
	fmt.Println(config.Stage, config.AvailabilityZones, config.Protect, err)

	_, err = settings.Context{"stage": "Prod", "stagee": "prod"}.Config()
	fmt.Println(err)
	// Output:
	// prod [eu-west-1a eu-west-1b] true <nil>
	// context: stage: "Prod" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; write it like -c stage=prod
	// context: stagee: the key is unknown; did you mean stage?
}
