package measure

import "fmt"

// Goal is a figure that is promised.
type Goal struct {
	Name        string
	Value, Goal float64
	// AtMost says that the figure must not be above the goal; else it must not be below.
	AtMost bool
}

// Report prints the figures beside their goals, as a table in Markdown, and returns an error if one
// is missed.
func Report(kind string, goals []Goal) error {
	missed := 0
	fmt.Printf("\n| %s | measured | goal |\n|---|---|---|\n", kind)
	for _, g := range goals {
		sign, verdict := "≥", ""
		if g.AtMost {
			sign = "≤"
		}
		if g.AtMost && g.Value > g.Goal || !g.AtMost && g.Value < g.Goal {
			verdict, missed = " **missed**", missed+1
		}
		fmt.Printf("| %s | %.1f | %s %.4g%s |\n", g.Name, g.Value, sign, g.Goal, verdict)
	}
	if missed > 0 {
		return fmt.Errorf("%d of the goals are missed", missed)
	}
	return nil
}
