package docs

import (
	"regexp"
	"testing"
)

// TestHabits looks for what somebody who reports, contributes or releases is told: the forms for
// issues, the list of a pull request, how to report a vulnerability, and that a release is tested.
func TestHabits(t *testing.T) {
	for name, patterns := range map[string][]string{
		".github/ISSUE_TEMPLATE/bug.yml": {`(?m)^name: \S`, `(?m)^description: \S`, `(?m)^body:\n  - type: `, `label: Versions`,
			`required: true`},
		".github/ISSUE_TEMPLATE/feature.yml": {`(?m)^name: \S`, `(?m)^description: \S`, `(?m)^body:\n  - type: `, `required: true`},
		".github/ISSUE_TEMPLATE/config.yml":  {`(?m)^blank_issues_enabled: (true|false)$`},
		".github/pull_request_template.md":   {`(?m)^- \[ \] A test fails without the change`, "`make test`", `UPGRADE\.md`},
		"SECURITY.md":                        {`Report a vulnerability`, `not as an issue`, `within \S+ working days`, `Supported is`},
		"Makefile":                           {`(?m)^release: test ##`},
		".github/workflows/ci.yml":           {`(?m)^      - run: \.ci/run$`},
	} {
		text := read(t, name)
		for _, pattern := range patterns {
			if !regexp.MustCompile(pattern).MatchString(text) {
				t.Errorf("%s does not have %s", name, pattern)
			}
		}
	}
}
