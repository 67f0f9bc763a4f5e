package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// mustHaveNames are roles whose nodes say nothing without a name.
var mustHaveNames = []string{"table", "button", "tab", "tabpanel", "dialog", "textbox", "searchbox", "combobox", "link"}

// named counts the nodes of a role in the accessibility tree. One of these without a name is an
// error.
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
		if slices.Contains(mustHaveNames, role) && (node.Name == nil || len(node.Name.Value) <= len(`""`)) {
			return n, fmt.Errorf("a %s has no name", role)
		}
	}
	return n, nil
}

// hasRoles finds at least so many nodes of each role.
func hasRoles(tab context.Context, t *testing.T, where string, want map[string]int) {
	t.Helper()
	for role, least := range want {
		var n int
		err := chromedp.Run(tab, chromedp.ActionFunc(func(ctx context.Context) error {
			var err error
			n, err = named(ctx, role)
			return err
		}))
		if err != nil {
			t.Errorf("%s: %v", where, err)
		} else if n < least {
			t.Errorf("%s: %d of role %s, want at least %d", where, n, role, least)
		}
	}
}
