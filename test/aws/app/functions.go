package main

import (
	"strconv"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2integrations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// functions are what the load balancer forwards to.
type functions struct {
	recorder, service awslambda.IFunction
	keySet            string // the address of the key set
}

// newFunctions creates the stack of the functions, with the APIs and the function URLs.
func newFunctions(app awscdk.App, s *settings) *functions {
	stack := newStack(app, names.Functions(s.stage), s)
	newRecorder := func(id string, url *gofunction.URL) *gofunction.Function {
		return gofunction.New(stack, id, &gofunction.Props{
			Package: "./recorder", Architecture: gofunction.Architecture(s.architecture), MemoryMB: 512,
			Files:       map[string]string{"vectors": "../../lambda/httpsim/testdata/vectors"},
			Environment: map[string]string{"NAME": "recorder", "TOKEN": s.token, "KEYS": s.keys},
			URL:         url,
		})
	}
	// Signatures would be in the events, which are not those of the vectors then. The recorder rejects
	// requests without the token.
	recorder := newRecorder(names.Recorder, &gofunction.URL{Public: true})
	streamer := newRecorder(names.Streamer, &gofunction.URL{Public: true, Stream: true})
	environment := map[string]string{"NAME": "service", "TOKEN": s.token, "RELEASE": s.release}
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
	newHTTPAPIs(stack, recorder.Function())
	output(stack, names.StreamerURL, *streamer.URL().Url())
	output(stack, names.FunctionURL, *recorder.URL().Url())
	output(stack, names.ServiceName, *service.LambdaFunction().FunctionName())
	output(stack, names.RecorderARN, *recorder.LambdaFunction().FunctionArn())
	return &functions{recorder: recorder.Function(), service: service.Function(), keySet: addresses[0] + names.KeySet[1:]}
}

// newHTTPAPIs creates those of the stage, each with the same stages, whose limit is far below that
// of the account.
func newHTTPAPIs(stack awscdk.Stack, recorder awslambda.IFunction) {
	for i := range names.HTTPAPIs {
		one := &names.HTTPAPIs[i]
		version := awsapigatewayv2.PayloadFormatVersion_VERSION_2_0()
		if one.Payload1 {
			version = awsapigatewayv2.PayloadFormatVersion_VERSION_1_0()
		}
		api := awsapigatewayv2.NewHttpApi(stack, jsii.String(one.ID), &awsapigatewayv2.HttpApiProps{
			CreateDefaultStage: jsii.Bool(false),
			DefaultIntegration: awsapigatewayv2integrations.NewHttpLambdaIntegration(jsii.String("Recorder"), recorder,
				&awsapigatewayv2integrations.HttpLambdaIntegrationProps{PayloadFormatVersion: version}),
		})
		for j, name := range names.HTTPStages {
			api.AddStage(jsii.String("Stage"+strconv.Itoa(j)), &awsapigatewayv2.HttpStageOptions{
				StageName: jsii.String(name), AutoDeploy: jsii.Bool(true),
				Throttle: &awsapigatewayv2.ThrottleSettings{RateLimit: jsii.Number(50), BurstLimit: jsii.Number(50)},
			})
		}
		output(stack, one.Output(), *api.ApiEndpoint())
	}
}
