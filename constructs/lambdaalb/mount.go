package lambdaalb

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// MountProps of a [Listener.Mount].
type MountProps struct {
	// Function responds. Required, unless Action is given.
	Function awslambda.IFunction
	// Action responds in any other way. Default: Function.
	Action *Action
	// Priority of the rule, 1..50000. Default: one is assigned.
	Priority int
	// StripPrefix removes the mounted path before the target sees it: for "/api", "/api/users"
	// becomes "/users" and "/api" becomes "/". Default: false.
	StripPrefix bool
	// Authenticate lets only known clients through. Needs HTTPS. Default: all.
	Authenticate *Authenticate
}

// Mount sends path and everything below it to a function: "/echo" matches "/echo" and "/echo/*".
// "/" matches everything. It panics with a *fault.Error when the path or the props are rejected.
func (l *Listener) Mount(path string, props *MountProps) *Route {
	p := MountProps{}
	if props != nil {
		p = *props
	}
	faults := fault.New(*l.scope.Node().Path())
	field := fmt.Sprintf("route %q", path)
	if path != "/" && (len(path) < 2 || path[0] != '/' || strings.HasSuffix(path, "/") || strings.ContainsAny(path, "*?")) {
		faults.Add(field, "a mount begins with a slash, does not end with one and has no wildcards", "write it like /echo, or use Route")
	}
	if p.StripPrefix && token.In(path) {
		faults.Add(field+".StripPrefix", "the path is known at deployment only", "use Route with RewritePath")
	}
	faults.PanicIfAny()
	route := RouteProps{
		Match:        Match{Paths: []string{path, path + "/*"}},
		Priority:     p.Priority,
		Function:     p.Function,
		Action:       p.Action,
		Authenticate: p.Authenticate,
	}
	if path == "/" {
		route.Match.Paths = []string{"/*"}
	} else if p.StripPrefix {
		route.RewritePath = &Rewrite{Regex: "^" + regexp.QuoteMeta(path) + "/?(.*)$", Replace: "/$1"}
	}
	return l.route(mountID(reference.Text(l.scope, path)), path, &route)
}

// mountID is the id of a mount: the path with the character by which the tree replaces a slash, so
// that messages can name it. Where other paths would have the same, a digest follows, after a
// character that no path has.
func mountID(path string) string {
	id := "Mount" + strings.ReplaceAll(path, "/", "--")
	if strings.ReplaceAll(id, "--", "/") != "Mount"+path || token.In(path) {
		id = strings.NewReplacer("${", "", "{{", "").Replace(id) + "#" + digest(8, path)
	}
	return id
}
