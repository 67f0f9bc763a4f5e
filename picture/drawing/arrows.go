package drawing

import (
	"encoding/json"
	"fmt"
	"strings"

	"example.com/alb-lambda/picture/template"
)

// order is the order in which arrows are drawn.
var order = []string{listener, apiStage, listenerRule, targetGroup, method, permission, function, loadBalancer, association, route}

// permitted is what a permission adds to the arrow of those who invoke.
const permitted = "by permission"

// arrows draw what a resource connects.
var arrows = map[string]func(*Graph, *template.Resource){
	listener: func(g *Graph, r *template.Resource) {
		balancer := g.ref(r, loadBalancer, "LoadBalancerArn")
		g.arrow(g.clients(), g.box(balancer), r.Text("Protocol")+" :"+r.Text("Port"), false)
	},
	apiStage: func(g *Graph, r *template.Resource) {
		g.arrow(g.clients(), g.box(g.ref(r, restAPI, "RestApiId")), "HTTPS", false)
	},
	listenerRule: func(g *Graph, r *template.Resource) {
		from := g.ref(r, listener, "ListenerArn")
		if from == nil {
			return
		}
		label := "rule " + r.Text("Priority") + ": " + strings.Join(patterns(r), " and ")
		g.arrow(g.box(g.ref(from, loadBalancer, "LoadBalancerArn")), g.box(g.ref(r, targetGroup, "Actions")), label, false)
	},
	targetGroup: func(g *Graph, r *template.Resource) {
		g.arrow(g.box(r), g.box(g.ref(r, function, "Targets")), "invoke", false)
	},
	method: func(g *Graph, r *template.Resource) {
		path := []string{"/"}
		for _, target := range g.stacks.Refs(r, "ResourceId") {
			path = append(path, target.Text("PathPart"))
		}
		g.arrow(g.box(g.ref(r, restAPI, "RestApiId")), g.box(g.ref(r, function, "Integration", "Uri")), r.Text("HttpMethod")+" "+strings.Join(path, ""), false)
	},
	permission: func(g *Graph, r *template.Resource) {
		to := g.box(g.ref(r, function, "FunctionName"))
		source, err := json.Marshal(r.Get("SourceArn"))
		if err != nil {
			g.fault(r, err.Error())
		}
		for _, from := range g.stacks.All(targetGroup) {
			// By its name: a reference would be a cycle.
			if name := from.Text("Name"); name != "" && strings.Contains(string(source), name) {
				g.arrow(g.box(from), to, permitted, false)
			}
		}
		for _, from := range g.stacks.Refs(r, "SourceArn") {
			if from.Type == restAPI {
				g.arrow(g.box(from), to, permitted, false)
			}
		}
	},
	function: func(g *Graph, r *template.Resource) {
		if r.Get("LoggingConfig", "LogGroup") != nil {
			g.arrow(g.box(r), g.box(g.ref(r, logGroup, "LoggingConfig", "LogGroup")), "logs", false)
		}
	},
	loadBalancer: func(g *Graph, r *template.Resource) {
		for _, target := range g.stacks.Refs(r, "LoadBalancerAttributes") {
			prefix := attribute(r, "LoadBalancerAttributes", "access_logs.s3.prefix")
			g.arrow(g.box(r), g.box(target), fmt.Sprintf("access logs %v/", prefix), false)
		}
		subnets := g.stacks.Refs(r, "Subnets")
		for _, target := range subnets {
			g.arrow(g.box(r), g.box(g.ref(target, vpc, "VpcId")), fmt.Sprintf("in %d subnets", len(subnets)), true)
		}
		for _, target := range g.stacks.Refs(r, "SecurityGroups") {
			g.arrow(g.box(r), g.box(target), "guarded by", true)
		}
	},
	association: func(g *Graph, r *template.Resource) {
		for _, table := range g.stacks.Refs(r, "RouteTableId") {
			for _, way := range g.stacks.All(route) {
				if tables := g.stacks.Refs(way, "RouteTableId"); len(tables) == 1 && tables[0] == table {
					g.arrow(g.box(g.ref(r, subnet, "SubnetId")), g.box(g.ref(way, gateway, "GatewayId")), way.Text("DestinationCidrBlock"), false)
				}
			}
		}
	},
	route: func(*Graph, *template.Resource) {}, // drawn with the subnet that it is associated with
}

// patterns are the paths of a rule's conditions.
func patterns(r *template.Resource) []string {
	var paths []string
	conditions, _ := r.Get("Conditions").([]any)
	for _, c := range conditions {
		condition, _ := c.(map[string]any)
		config, _ := condition["PathPatternConfig"].(map[string]any)
		values, _ := config["Values"].([]any)
		for _, v := range values {
			paths = append(paths, fmt.Sprint(v))
		}
	}
	return paths
}
