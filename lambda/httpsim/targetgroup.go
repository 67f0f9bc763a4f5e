package httpsim

import (
	"example.com/alb-lambda/lambda/internal/cfn"
)

// TargetGroup is a target group of a template.
type TargetGroup struct {
	origin
	// Name and ARN are those that it is deployed under.
	Name, ARN string
	// Type is lambda, instance, ip or alb. Targets of the others than lambda are not simulated.
	Type string
	// MultiValueHeaders says that the function gets and returns multiValueHeaders.
	MultiValueHeaders bool
	// Function is the target, or nil if there is none or if it is not in the templates.
	Function *Function
	// Target is the target as the template has it, for what is not in the templates.
	Target string
	// HealthCheck is how the load balancer checks the function, or nil if it does not.
	HealthCheck *HealthCheck
}

func (d *Deployment) loadGroups() error {
	for _, r := range d.set.Each("AWS::ElasticLoadBalancingV2::TargetGroup") {
		a, err := attributes(r, "TargetGroupAttributes")
		if err != nil {
			return err
		}
		arn, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
		name, _ := r.Template.Evaluate(map[string]any{"Fn::GetAtt": []any{r.ID, "TargetGroupName"}})
		g := &TargetGroup{
			origin: originOf(r), Name: name.(string), ARN: arn.(string), Type: r.Text("TargetType"),
			MultiValueHeaders: a["lambda.multi_value_headers.enabled"] == "true",
		}
		if g.Type == "" {
			g.Type = "instance"
		}
		var targets []struct{ ID string }
		if err := r.Decode("Targets", &targets); err != nil {
			return err
		}
		if len(targets) > 0 {
			g.Target = targets[0].ID
		}
		if g.Type == "lambda" && len(targets) > 0 {
			if g.Function = d.function(g.Target); g.Function == nil {
				d.notSimulated(r, "its function %s is not in the templates", g.Target)
			}
		} else if g.Type != "lambda" {
			d.notSimulated(r, "targets of the type %s are not simulated", g.Type)
		}
		if g.HealthCheck, err = readHealthCheck(r, g.Type); err != nil {
			return err
		}
		d.groups[g.ARN] = g
	}
	return nil
}

// group returns the target group of an ARN, or one that the templates do not create.
func (d *Deployment) group(arn string, r *cfn.Resource) *TargetGroup {
	g := d.groups[arn]
	if g == nil {
		g = &TargetGroup{origin: origin{ID: arn}, Name: arn, ARN: arn, Type: "unknown"}
		d.groups[arn] = g
		d.notSimulated(r, "the target group %s is not in the templates", arn)
	}
	return g
}
