package drawing

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/picture/template"
)

func graph(t *testing.T, text string) (*Graph, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.template.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	stacks, err := template.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return New(stacks)
}

const balancer = `{"Resources": {
	"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"LifecycleConfiguration": {"Rules": [{"ExpirationInDays": 7}]}}},
	"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal", "LoadBalancerAttributes": [
		{"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}}, {"Key": "access_logs.s3.prefix", "Value": "here"}]}},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 8080, "Protocol": "HTTP",
		"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "418"}}]}},
	"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 7,
		"Actions": [{"TargetGroupArn": {"Ref": "Group"}}], "Conditions": [{"PathPatternConfig": {"Values": ["/a", "/a/*"]}}]}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Name": "group-1", "TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["Function", "Arn"]}}]}},
	"Permission": {"Type": "AWS::Lambda::Permission", "Properties": {"FunctionName": {"Ref": "Function"}, "SourceArn": {"Fn::Join": ["", ["arn:targetgroup/group-1/*"]]}}},
	"Function": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "provided.al2023", "LoggingConfig": {"LogGroup": {"Ref": "Log"}}}},
	"Empty": {"Type": "Custom::S3AutoDeleteObjects", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Handler", "Arn"]}, "BucketName": {"Ref": "Bucket"}}},
	"Handler": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "nodejs24.x", "LoggingConfig": {"LogGroup": {"Ref": "HandlerLog"}}}},
	"HandlerLog": {"Type": "AWS::Logs::LogGroup"},
	"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 3}}}}`

func TestArrows(t *testing.T) {
	g, err := graph(t, balancer)
	if err != nil {
		t.Fatal(err)
	}
	text := g.D2()
	for _, want := range []string{
		`"s"."LB": "Application Load Balancer\ninternal\nelse 418"`,
		`"s"."Bucket": "Log bucket\n7 days\nemptied on destroy"`,
		`"clients" -> "s"."LB": "HTTP :8080"`,
		`"s"."LB" -> "s"."Group": "rule 7: /a and /a/*"`,
		`"s"."Group" -> "s"."Function": "invoke by permission"`,
		`"s"."LB" -> "s"."Bucket": "access logs here/"`,
		`"s"."Function" -> "s"."Log": "logs"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Handler") {
		t.Errorf("what empties the bucket is drawn:\n%s", text)
	}
}

func TestFaults(t *testing.T) {
	for name, test := range map[string][2]string{
		"a type that nobody has drawn": {`{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`, "s/Queue: nobody has said how to draw a AWS::SQS::Queue"},
		"a reference that leads nowhere": {strings.Replace(balancer, `"LoadBalancerArn": {"Ref": "LB"}`, `"LoadBalancerArn": "arn"`, 1),
			"s/Listener: its LoadBalancerArn refers to no AWS::ElasticLoadBalancingV2::LoadBalancer"},
	} {
		if _, err := graph(t, test[0]); err == nil || !strings.Contains(err.Error(), test[1]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSameEachTime(t *testing.T) {
	var pictures [][]byte
	for range 2 {
		g, err := graph(t, balancer)
		if err != nil {
			t.Fatal(err)
		}
		for _, look := range Looks {
			svg, err := g.SVG(t.Context(), look)
			if err != nil {
				t.Fatal(err)
			}
			pictures = append(pictures, svg)
		}
	}
	if !bytes.Equal(pictures[0], pictures[2]) || !bytes.Equal(pictures[1], pictures[3]) {
		t.Error("two drawings of one graph differ")
	}
	if bytes.Equal(pictures[0], pictures[1]) {
		t.Error("light and dark are the same picture")
	}
	if text := string(pictures[0]); strings.Contains(strings.ReplaceAll(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", ""), "http://www.w3.org/1999/xlink", ""), "http") {
		t.Error("the picture loads something")
	}
}
