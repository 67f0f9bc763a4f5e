package settings

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"example.com/alb-lambda/fault"
)

// stagesKey is the key of cdk.json that has the settings of each stage.
const stagesKey = "stages"

const stagesHint = `write it in cdk.json like "stages": {"prod": {"protect": true}}`

// stages are the settings of each stage in cdk.json, by name. What no stage can have is reported
// and left out.
func (c Context) stages(faults *fault.List) map[string]source {
	value, ok := c[stagesKey]
	if !ok {
		return nil
	}
	named, ok := value.(map[string]any)
	if !ok {
		faults.Add(stagesKey, inJSON(value)+" is not an object with the settings of each stage", stagesHint)
		return nil
	}
	found := map[string]source{}
	for _, stage := range slices.Sorted(maps.Keys(named)) {
		s := source{keys: map[string]any{"stage": stage}, path: stagesKey + "." + stage + "."}
		settings, ok := named[stage].(map[string]any)
		if !ok {
			faults.Add(s.name("stage"), inJSON(named[stage])+" is not an object of settings", stagesHint)
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(settings)) {
			switch {
			case key == "stage":
				faults.Add(s.path+key, "the stage has a name already", "leave it out")
			case slices.Contains(known(), key):
				s.keys[key] = settings[key]
			default:
				faults.Add(s.name(key), "the key is unknown", suggestion(key))
			}
		}
		found[stage] = s
	}
	return found
}

// checkStage reports what is wrong with a stage that is not chosen, so that a mistake in the
// settings of prod is found before prod is deployed. What the context itself gets wrong is reported
// for the chosen stage.
func checkStage(faults *fault.List, own, stage source) {
	together := fault.New(faults.Path())
	read(together, own, stage)
	if invalid, ok := errors.AsType[*fault.Error](together.Err()); ok {
		for _, f := range invalid.Faults {
			if strings.HasPrefix(f.Field, stagesKey+".") {
				faults.Add(f.Field, f.Problem, f.Fix)
			}
		}
	}
}
