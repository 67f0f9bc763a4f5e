package lambdaalb

import "example.com/alb-lambda/fault"

// Accepts says whether the checks of props find nothing that is wrong, without jsii: those of
// listener are for a listener that speaks HTTPS.
func Accepts(props any) bool {
	faults := fault.New("test")
	switch p := props.(type) {
	case *Props:
		c := *p
		c.setDefaults()
		c.check(faults)
	case *RouteProps:
		p.check(&Listener{secure: true}, "route", faults)
	case *MountProps:
		(&RouteProps{Match: Match{Paths: []string{"/a"}}, Priority: p.Priority, Function: p.Function, Action: p.Action,
			Authenticate: p.Authenticate}).check(&Listener{secure: true}, "route", faults)
	case *ListenerProps:
		if p.HTTPS != nil {
			p.HTTPS.withDefaults().check("HTTPS", faults)
		}
		if p.Default != nil {
			p.Default.check("Default", p.HTTPS != nil, faults)
		}
	}
	return faults.Err() == nil
}

// What tests measure permissions by.
var (
	StatementSize = statementSize
	MountID       = mountID
)
