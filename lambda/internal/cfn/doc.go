// Package cfn reads synthesized CloudFormation templates: it evaluates the intrinsic functions of
// several stacks that refer to each other, and finds the resource behind a reference.
//
// Nothing is deployed, so that references have the form that AWS gives them and made-up ids. What
// is known at deployment only, such as the ARN of a table, becomes a text of the form ${Token[…]},
// and the caller is told.
//
// CloudFormation's language may enter. What a resource does is the business of package httpsim.
package cfn
