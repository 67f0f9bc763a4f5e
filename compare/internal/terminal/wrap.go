package terminal

import (
	"fmt"
	"strings"
)

// longest is how much of a value is shown. The page and --json have all of it.
const longest = 240

func short(value string) string {
	runes := []rune(value)
	if len(runes) <= longest {
		return value
	}
	return string(runes[:longest]) + fmt.Sprintf("… (%d characters)", len(runes))
}

func orDash(value string) string {
	if value == "" {
		return "—"
	}
	return value
}

// wrap breaks text into lines of at most width characters, at spaces where it can.
func wrap(text string, width int) []string {
	width = max(width, 8)
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		rest := []rune(paragraph)
		for len(rest) > width {
			cut, skip := width, 0
			for i := width; i > width/2; i-- {
				if rest[i] == ' ' {
					cut, skip = i, 1
					break
				}
			}
			lines = append(lines, string(rest[:cut]))
			rest = rest[cut+skip:]
		}
		lines = append(lines, string(rest))
	}
	return lines
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-len([]rune(text))))
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
