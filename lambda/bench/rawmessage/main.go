// Command rawmessage is the peer in Go: the echo as one would write it first, with aws-lambda-go
// and encoding/json.
package main

import (
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

type answer struct {
	IntegrationType string          `json:"integrationType"`
	Message         string          `json:"message"`
	RequestEvent    json.RawMessage `json:"requestEvent"`
}

func echo(event json.RawMessage) (any, error) {
	var identity struct {
		RequestContext struct {
			ELB *struct{} `json:"elb"`
		} `json:"requestContext"`
	}
	if err := json.Unmarshal(event, &identity); err != nil {
		return nil, err
	}
	headers := map[string]string{"content-type": "application/json"}
	if identity.RequestContext.ELB != nil {
		body, err := json.Marshal(answer{"alb", "This request came through an Application Load Balancer.", event})
		return events.ALBTargetGroupResponse{StatusCode: 200, StatusDescription: "200 OK", Headers: headers, Body: string(body)}, err
	}
	body, err := json.Marshal(answer{"apigw", "This request came through API Gateway.", event})
	return events.APIGatewayProxyResponse{StatusCode: 200, Headers: headers, Body: string(body)}, err
}

func main() { lambda.Start(echo) }
