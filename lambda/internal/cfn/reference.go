package cfn

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// ref evaluates Ref: a pseudo parameter, a parameter or a resource.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
func (e *evaluation) ref(name string) any {
	switch name {
	case "AWS::AccountId":
		return e.Account
	case "AWS::Region":
		return e.Region
	case "AWS::Partition":
		return e.partition()
	case "AWS::URLSuffix":
		if e.partition() == "aws-cn" {
			return "amazonaws.com.cn"
		}
		return "amazonaws.com"
	case "AWS::StackName":
		return e.Stack
	case "AWS::StackId":
		return fmt.Sprintf("arn:%s:cloudformation:%s:%s:stack/%s/%s", e.partition(), e.Region, e.Account, e.Stack, hash(e.Stack, 32))
	case "AWS::NoValue":
		return noValue
	}
	if p, ok := e.Parameters[name]; ok {
		return e.parameter(name, p)
	}
	return e.attribute(name, "")
}

func (t *Template) partition() string {
	switch {
	case strings.HasPrefix(t.Region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(t.Region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// parameter is what the nested stack's resource gives, or the default. Those that CloudFormation
// looks up, such as AWS::SSM::Parameter::Value<String>, are known at deployment only.
func (e *evaluation) parameter(name string, p Parameter) any {
	if e.Deployed != nil {
		if given, ok := e.Deployed.Parameters[name]; ok {
			p.Default, p.Type = given, strings.TrimPrefix(p.Type, "AWS::SSM::")
		}
	}
	if e.parent != nil {
		if given, ok := e.parent.Properties["Parameters"].(map[string]any)[name]; ok {
			return e.elsewhere(e.parent.Template, given)
		}
	}
	if p.Default == nil || strings.HasPrefix(p.Type, "AWS::SSM::") {
		return e.token("%s", name)
	}
	if items, ok := p.Default.(string); ok && (p.Type == "CommaDelimitedList" || strings.HasPrefix(p.Type, "List<")) {
		var list []any
		for item := range strings.SplitSeq(items, ",") {
			list = append(list, strings.TrimSpace(item))
		}
		return list
	}
	return p.Default
}

// elsewhere evaluates a value of another template.
func (e *evaluation) elsewhere(t *Template, v any) any {
	if e.depth >= maxDepth {
		return e.token("a reference that leads back to itself")
	}
	other := &evaluation{Template: t, depth: e.depth + 1}
	value := other.value(v)
	e.missing = append(e.missing, other.missing...)
	return value
}

// imported evaluates Fn::ImportValue: the output of any of the stacks that is exported by the name.
func (e *evaluation) imported(name string) any {
	for _, t := range e.set.Templates {
		for _, output := range t.Outputs {
			if output.Export.Name == nil {
				continue
			}
			if exported, _ := t.Evaluate(output.Export.Name); text(exported) == name {
				return e.elsewhere(t, output.Value)
			}
		}
	}
	return e.token("the export %s", name)
}

// stackOutput evaluates Fn::GetStackOutput, a weak reference.
func (e *evaluation) stackOutput(stack, name string) any {
	if e.Deployed != nil {
		if value, ok := e.Deployed.Outputs[stack][name]; ok {
			return value
		}
	}
	for _, t := range e.set.Templates {
		if output, ok := t.Outputs[name]; ok && t.Stack == stack {
			return e.elsewhere(t, output.Value)
		}
	}
	return e.token("the output %s of stack %s", name, stack)
}

// attribute evaluates an attribute of a resource; that without a name is what Ref gives.
func (e *evaluation) attribute(id, name string) any {
	r := e.Resources[id]
	if r == nil || e.depth >= maxDepth {
		return e.token("%s", strings.TrimSuffix(id+"."+name, "."))
	}
	if output, ok := strings.CutPrefix(name, "Outputs."); ok {
		for _, t := range e.set.Templates {
			if t.isNested(r) {
				return e.elsewhere(t, t.Outputs[output].Value)
			}
		}
	}
	inner := &evaluation{Template: r.Template, depth: e.depth + 1}
	if value := inner.physical(r, name); value != "" {
		return value
	}
	return e.token("%s", strings.TrimSuffix(id+"."+name, "."))
}

// hash is a text of lower-case hexadecimal digits that follows from a name.
func hash(name string, digits int) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])[:digits]
}
