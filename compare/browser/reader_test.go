package browser

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
)

// named counts the nodes of a role in the accessibility tree. A table without a name is an error.
func named(ctx context.Context, role string) (int, error) {
	nodes, err := accessibility.GetFullAXTree().Do(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, node := range nodes {
		if node.Ignored || node.Role == nil || strings.Trim(string(node.Role.Value), `"`) != role {
			continue
		}
		n++
		if role == "table" && (node.Name == nil || len(node.Name.Value) <= len(`""`)) {
			return n, fmt.Errorf("a table has no name")
		}
	}
	return n, nil
}
