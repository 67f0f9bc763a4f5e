// Package templatecheck remembers what CDK's check of the templates found.
//
// The same template under the same rules has the same findings, so a [Plugin] takes the place of
// the check that CDK registers by itself: it looks each template up in a folder of findings by
// content, hands those that are new to CDK's CloudFormationValidatePlugin, and reports both alike.
// CDK's engine, which takes most of a second to parse its rules, is not even created when no
// template is new. Hashes of assets are masked first: no rule looks at them, and a change of a
// function's code changes nothing else in a template.
//
// What is read here is only trusted as far as it is checked: each file of findings carries its key
// and a checksum, and a file that is damaged, truncated or of another version is treated as if it
// were not there. Which rules apply, what becomes of a finding and how it is shown is CDK's
// business.
package templatecheck
