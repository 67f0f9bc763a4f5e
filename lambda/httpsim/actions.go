package httpsim

import (
	"fmt"
	"strconv"
	"time"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/lambda/internal/cfn"
)

type action struct {
	Type           string
	Order          cfn.Int
	TargetGroupARN string
	ForwardConfig  *struct {
		TargetGroups []struct {
			TargetGroupARN string
			Weight         *cfn.Int
		}
		TargetGroupStickinessConfig struct {
			Enabled         cfn.Bool
			DurationSeconds cfn.Int
		}
	}
	JwtValidationConfig                               *jwtValidation
	AuthenticateOidcConfig, AuthenticateCognitoConfig *signIn
	RedirectConfig                                    *struct {
		Protocol, Host, Path, Query, StatusCode string
		Port                                    cfn.Text
	}
	FixedResponseConfig *struct {
		ContentType, MessageBody string
		StatusCode               cfn.Text
	}
}

// readActions reads what is done with a request. An action has the configuration of its own type
// alone, and one to forward may do without: "Specify only when Type is …".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
func (r *Rule) readActions(d *Deployment, resource *cfn.Resource, property string) error {
	var actions []action
	if err := resource.Decode(property, &actions); err != nil {
		return err
	}
	for _, a := range actions {
		switch {
		case a.Type == "forward":
			r.readForward(d, resource, &a)
		case a.JwtValidationConfig != nil:
			r.jwt = a.JwtValidationConfig
		case a.AuthenticateOidcConfig != nil:
			r.signIn = a.AuthenticateOidcConfig
		case a.AuthenticateCognitoConfig != nil:
			r.signIn = a.AuthenticateCognitoConfig
		case a.RedirectConfig != nil:
			c := a.RedirectConfig
			port, _ := strconv.Atoi(string(c.Port)) // #{port} is the client's, as none is
			r.Redirect = &albrules.Redirect{Protocol: c.Protocol, Host: c.Host, Port: port, Path: c.Path, Query: c.Query, Permanent: c.StatusCode == "HTTP_301"}
		case a.FixedResponseConfig != nil:
			c := a.FixedResponseConfig
			status, err := strconv.Atoi(string(c.StatusCode))
			if err != nil {
				return fmt.Errorf("%s: StatusCode %q is not a number", r.Name, c.StatusCode)
			}
			if c.ContentType == "" {
				// AWS's pages do not say what it is then; a text is what it is sure to be.
				c.ContentType = "text/plain"
			}
			r.FixedResponse = &albrules.FixedResponse{Status: status, ContentType: c.ContentType, Body: c.MessageBody}
		default:
			r.NotSimulated = d.notSimulated(resource, "its action %s is not simulated", a.Type)
		}
	}
	return nil
}

func (r *Rule) readForward(d *Deployment, resource *cfn.Resource, a *action) {
	if a.ForwardConfig == nil || len(a.ForwardConfig.TargetGroups) == 0 {
		r.Targets = []Target{{Group: d.group(a.TargetGroupARN, resource), Weight: 1}}
		return
	}
	for _, g := range a.ForwardConfig.TargetGroups {
		weight := 1
		if g.Weight != nil {
			weight = int(*g.Weight)
		}
		r.Targets = append(r.Targets, Target{Group: d.group(g.TargetGroupARN, resource), Weight: weight})
	}
	if s := a.ForwardConfig.TargetGroupStickinessConfig; s.Enabled {
		r.Stickiness = time.Duration(s.DurationSeconds) * time.Second
	}
}
