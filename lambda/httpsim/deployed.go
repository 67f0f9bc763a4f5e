package httpsim

import "example.com/alb-lambda/lambda/internal/cfn"

// DeployedStack is a stack as CloudFormation has it.
type DeployedStack struct {
	// Name and ID, the ARN, are the stack's.
	Name, ID string
	// Account and Region are where it is.
	Account, Region string
	// Template is what GetTemplate returns.
	Template string
	// Parameters are the values that the stack was given, or that CloudFormation looked up.
	Parameters map[string]string
	// IDs are the physical ids of the resources, by logical id.
	IDs map[string]string
	// Outputs are those of all stacks when this one was changed last, by stack and name: references by
	// Fn::GetStackOutput have these values, whatever the outputs are now. Default: as they are now.
	Outputs map[string]map[string]string
}

// Deployed are the templates of stacks that are deployed: what they refer to has the physical ids
// of the deployment where [Stack] makes some up, and what is known at deployment only is known as
// far as these say it. A function that they refer to and do not create is there, too: it is invoked
// by its ARN.
func Deployed(stacks ...DeployedStack) Templates {
	return func(s *cfn.Set) error {
		for _, d := range stacks {
			t, err := s.Add(d.Name, d.Template)
			if err != nil {
				return err
			}
			t.Account, t.Region = d.Account, d.Region
			t.Deployed = &cfn.Deployed{ID: d.ID, Parameters: d.Parameters, IDs: d.IDs, Outputs: d.Outputs}
		}
		return nil
	}
}

// elsewhere returns a function that deployed templates refer to and do not create, or nil.
func (d *Deployment) elsewhere(arn string, parts []string) *Function {
	if len(parts) != 7 || parts[2] != "lambda" || !d.deployed {
		return nil
	}
	for _, f := range d.Functions {
		if f.ARN == arn {
			return f
		}
	}
	f := &Function{origin: origin{ID: arn}, Name: parts[6], ARN: arn, Timeout: defaultTimeout, MemoryMB: defaultMemoryMB}
	d.Functions = append(d.Functions, f)
	return f
}
