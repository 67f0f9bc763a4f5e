package main

import (
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// functions are what the load balancer forwards to.
type functions struct {
	recorder, service awslambda.IFunction
	keySet            string // the address of the key set
}

// newFunctions creates the stack of the functions, with the REST API and the function URL.
func newFunctions(app awscdk.App, s *settings) *functions {
	stack := newStack(app, names.Functions(s.stage), s)
	recorder := gofunction.New(stack, "Recorder", &gofunction.Props{
		Package: "./recorder", Architecture: gofunction.Architecture(s.architecture), MemoryMB: 512,
		Files:       map[string]string{"vectors": "../../lambda/httpsim/testdata/vectors"},
		Environment: map[string]string{"NAME": "recorder", "KEYS": s.keys},
		URL:         &gofunction.URL{Public: true},
	})
	environment := map[string]string{"NAME": "service", "RELEASE": s.release}
	if s.broken {
		environment["BROKEN"] = "true"
	}
	service := gofunction.New(stack, "Service", &gofunction.Props{
		Package: "./recorder", Architecture: gofunction.Architecture(s.architecture),
		Environment: environment, Alias: "live",
	})
	if s.rollout {
		rollout.New(stack, "Rollout", &rollout.Props{Function: service, Strategy: rollout.Canary(names.CanaryPercent, names.CanaryMinutes*time.Minute), Errors: 1})
	}
	var addresses []string
	for i := range names.APIs {
		one := &names.APIs[i]
		api := restapi.New(stack, one.ID, &restapi.Props{Function: recorder.Function(), Stream: one.Stream, BinaryMediaTypes: one.Binary})
		output(stack, one.Output(), api.URL())
		addresses = append(addresses, api.URL())
	}
	output(stack, names.FunctionURL, *recorder.URL().Url())
	output(stack, names.ServiceName, *service.LambdaFunction().FunctionName())
	output(stack, names.RecorderARN, *recorder.LambdaFunction().FunctionArn())
	return &functions{recorder: recorder.Function(), service: service.Function(), keySet: addresses[0] + names.KeySet[1:]}
}
