package lifecycle

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// TestRecover recovers from stacks in the states in which an interrupted deployment leaves them.
func TestRecover(t *testing.T) {
	t.Parallel()
	e := start(t, copyClone(t))
	cfn := cloudformation.NewFromConfig(e.AWSConfig())
	const good = `{"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}`
	const bad = `{"Resources": {"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn":
		"arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/none/none/none", "Priority": 1, "Actions": [], "Conditions": []}}}}`

	_, err := cfn.CreateChangeSet(t.Context(), &cloudformation.CreateChangeSetInput{
		StackName: aws.String("reviewed"), ChangeSetName: aws.String("never-executed"),
		ChangeSetType: types.ChangeSetTypeCreate, TemplateBody: aws.String(good),
	})
	must(t, err)
	for name, template := range map[string]string{"failed": bad, "healthy": good} {
		_, err := cfn.CreateStack(t.Context(), &cloudformation.CreateStackInput{
			StackName: aws.String(name), TemplateBody: aws.String(template),
		})
		must(t, err)
	}
	must(t, e.WaitIdle(t.Context(), func(string) {}))
	before := map[string]types.StackStatus{}
	stacks, err := e.Stacks(t.Context())
	must(t, err)
	for _, stack := range stacks {
		before[aws.ToString(stack.StackName)] = stack.StackStatus
	}
	if before["reviewed"] != types.StackStatusReviewInProgress || before["failed"] != types.StackStatusRollbackComplete {
		t.Fatalf("the stacks are %v: nothing to recover from", before)
	}

	var told []string
	must(t, e.Recover(t.Context(), func(line string) { told = append(told, line) }))
	stacks, err = e.Stacks(t.Context())
	must(t, err)
	if len(stacks) != 1 || aws.ToString(stacks[0].StackName) != "healthy" {
		t.Errorf("%v, want only the healthy one", stacks)
	}
	if len(told) < 2 {
		t.Errorf("two stacks were deleted, and the user is told %q", told)
	}
}
