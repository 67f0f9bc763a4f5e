package drawing

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/picture/template"
)

// The types of resources that the picture knows.
const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
	function     = "AWS::Lambda::Function"
	permission   = "AWS::Lambda::Permission"
	bucket       = "AWS::S3::Bucket"
	autoDelete   = "Custom::S3AutoDeleteObjects"
	logGroup     = "AWS::Logs::LogGroup"
	restAPI      = "AWS::ApiGateway::RestApi"
	method       = "AWS::ApiGateway::Method"
	apiStage     = "AWS::ApiGateway::Stage"
	vpc          = "AWS::EC2::VPC"
	subnet       = "AWS::EC2::Subnet"
	gateway      = "AWS::EC2::InternetGateway"
	group        = "AWS::EC2::SecurityGroup"
	route        = "AWS::EC2::Route"
	association  = "AWS::EC2::SubnetRouteTableAssociation"
)

// inside are the types that are neither box nor arrow: they are part of what another one draws.
var inside = []string{
	"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::S3::BucketPolicy",
	"AWS::ApiGateway::Deployment", "AWS::ApiGateway::Resource",
	autoDelete, "AWS::EC2::RouteTable", "AWS::EC2::VPCGatewayAttachment", "AWS::CDK::Metadata",
}

// boxes are the texts in the boxes of resources.
var boxes = map[string]func(*Graph, *template.Resource) string{
	loadBalancer: func(g *Graph, r *template.Resource) string {
		return "Application Load Balancer\n" + r.Text("Scheme") + elsewhere(g, r)
	},
	targetGroup: func(_ *Graph, r *template.Resource) string {
		label := "Target group\n" + r.Text("TargetType")
		if attribute(r, "TargetGroupAttributes", "lambda.multi_value_headers.enabled") == "true" {
			label += ", multi-value headers"
		}
		return label
	},
	function: func(_ *Graph, r *template.Resource) string { return "Lambda function\n" + r.Text("Runtime") },
	bucket: func(g *Graph, r *template.Resource) string {
		label := []string{"Log bucket" + expiry(r)}
		for _, custom := range g.stacks.All(autoDelete) {
			if g.ref(custom, bucket, "BucketName") == r {
				label = append(label, "emptied on destroy")
			}
		}
		return strings.Join(label, "\n")
	},
	logGroup: func(_ *Graph, r *template.Resource) string {
		return "Log group\n" + r.Text("RetentionInDays") + " days"
	},
	restAPI: func(g *Graph, r *template.Resource) string {
		label := []string{"API Gateway REST API"}
		for _, stage := range g.stacks.All(apiStage) {
			if target := g.ref(stage, restAPI, "RestApiId"); target == r {
				label = append(label, "stage "+stage.Text("StageName"))
			}
		}
		return strings.Join(label, "\n")
	},
	vpc: func(_ *Graph, r *template.Resource) string { return "VPC " + r.Text("CidrBlock") },
	subnet: func(_ *Graph, r *template.Resource) string {
		return "Public subnet\n" + r.Text("CidrBlock")
	},
	gateway: func(*Graph, *template.Resource) string { return "Internet gateway" },
	group: func(_ *Graph, r *template.Resource) string {
		var ports []string
		rules, _ := r.Get("SecurityGroupIngress").([]any)
		for _, rule := range rules {
			if members, ok := rule.(map[string]any); ok {
				ports = append(ports, fmt.Sprintf("%v %v", members["IpProtocol"], members["FromPort"]))
			}
		}
		return "Security group\nin: " + strings.Join(ports, ", ")
	},
}

// styles of the boxes that are not plain rectangles.
var styles = map[string]string{bucket: "shape: cylinder", logGroup: "shape: page", vpc: container + "left"}

func expiry(r *template.Resource) string {
	rules, _ := r.Get("LifecycleConfiguration", "Rules").([]any)
	for _, rule := range rules {
		if members, ok := rule.(map[string]any); ok && members["ExpirationInDays"] != nil {
			return fmt.Sprintf("\n%v days", members["ExpirationInDays"])
		}
	}
	return ""
}

// elsewhere says how a load balancer responds to requests that match no rule.
func elsewhere(g *Graph, balancer *template.Resource) string {
	for _, l := range g.stacks.All(listener) {
		actions, _ := l.Get("DefaultActions").([]any)
		if g.ref(l, loadBalancer, "LoadBalancerArn") != balancer || len(actions) != 1 {
			continue
		}
		action, _ := actions[0].(map[string]any)
		if fixed, ok := action["FixedResponseConfig"].(map[string]any); ok {
			return fmt.Sprintf("\nelse %v", fixed["StatusCode"])
		}
	}
	return ""
}

// attribute finds the value in a list of keys and values.
func attribute(r *template.Resource, list, key string) any {
	attributes, _ := r.Get(list).([]any)
	for _, a := range attributes {
		if members, ok := a.(map[string]any); ok && members["Key"] == key {
			return members["Value"]
		}
	}
	return nil
}
