// Package document reads the Markdown of the repository, so that tests can hold what it says to
// what is so.
//
// It reads Markdown. What a page must say is the business of test/docs.
package document

import (
	"regexp"
	"strings"
)

// Names are the documents that tell a user what to type, relative to the root of the repository.
var Names = []string{"README.md", "docs/constructs.md", "docs/deploy.md", "docs/settings.md", "docs/events.md", "docs/function.md", "docs/benchmarks.md",
	"docs/local.md", "docs/prove-aws.md", "docs/moving.md", "docs/moving-constructs.md", "docs/operate.md", "CONTRIBUTING.md", "UPGRADE.md", "CHANGELOG.md"}

// A Block is what stands between two fences.
type Block struct {
	// Language is what the opening fence says, for example "sh".
	Language string
	// Line is the number of the line of the opening fence.
	Line int
	// Text has no indentation that the fence does not have.
	Text string
}

// Blocks lists the fenced blocks of a document.
func Blocks(markdown string) []Block {
	var blocks []Block
	var open bool
	var indent string
	for i, line := range strings.Split(markdown, "\n") {
		bare := strings.TrimLeft(line, " ")
		language, fence := strings.CutPrefix(bare, "```")
		switch {
		case fence && open:
			open = false
		case fence:
			open, indent = true, line[:len(line)-len(bare)]
			blocks = append(blocks, Block{Language: language, Line: i + 1})
		case open:
			blocks[len(blocks)-1].Text += strings.TrimPrefix(line, indent) + "\n"
		}
	}
	return blocks
}

var comment = regexp.MustCompile(`(^|\s+)# .*$`)

// Commands lists the commands of a block of shell: its lines without comments, and as one where a
// line ends in a backslash.
func (b Block) Commands() []string {
	var commands []string
	for line := range strings.SplitSeq(strings.ReplaceAll(b.Text, "\\\n", ""), "\n") {
		if command := comment.ReplaceAllString(line, ""); command != "" {
			commands = append(commands, command)
		}
	}
	return commands
}

// Prose is a document without its fenced blocks.
func Prose(markdown string) string {
	var prose strings.Builder
	var open bool
	for line := range strings.Lines(markdown) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			open = !open
		} else if !open {
			prose.WriteString(line)
		}
	}
	return prose.String()
}
