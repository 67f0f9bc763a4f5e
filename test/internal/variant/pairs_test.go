package variant

import "testing"

func TestEveryTwoChoicesMeet(t *testing.T) {
	for a := range choices {
		for b := range a {
			for indexA, chosenA := range choices[a] {
				for indexB, chosenB := range choices[b] {
					met := false
					for _, row := range pairs {
						met = met || row[a] == indexA && row[b] == indexB
					}
					if !met {
						t.Errorf("no row has %q and %q", chosenA.name, chosenB.name)
					}
				}
			}
		}
	}
}
