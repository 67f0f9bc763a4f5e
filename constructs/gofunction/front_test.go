package gofunction_test

import (
	"testing"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

func TestLogsAreJSONWithoutALineForEachInvocation(t *testing.T) {
	synth(t, gofunction.Props{}).Has("AWS::Lambda::Function", `{"LoggingConfig":{"LogFormat":"JSON","SystemLogLevel":"WARN"}}`)
	synth(t, gofunction.Props{SystemLogLevel: awslambda.SystemLogLevel_INFO, ApplicationLogLevel: awslambda.ApplicationLogLevel_DEBUG}).
		Has("AWS::Lambda::Function", `{"LoggingConfig":{"SystemLogLevel":"INFO","ApplicationLogLevel":"DEBUG"}}`)
	template := synth(t, gofunction.Props{LogFormat: awslambda.LoggingFormat_TEXT})
	config := template.One("AWS::Lambda::Function").Properties["LoggingConfig"].(map[string]any)
	if config["LogFormat"] != "Text" || config["SystemLogLevel"] != nil {
		t.Errorf("LoggingConfig is %v", config)
	}
}

func TestProvisionedConcurrency(t *testing.T) {
	fixed := synth(t, gofunction.Props{Alias: "live", ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{Executions: 2}})
	fixed.Has("AWS::Lambda::Alias", `{"ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":2}}`)
	fixed.Count("AWS::ApplicationAutoScaling::ScalableTarget", 0)

	tracked := synth(t, gofunction.Props{Alias: "live", ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{Executions: 2, Max: 10}})
	tracked.Lacks("AWS::Lambda::Alias", "ProvisionedConcurrencyConfig")
	tracked.Has("AWS::ApplicationAutoScaling::ScalableTarget", `{"MinCapacity":2,"MaxCapacity":10,"ScalableDimension":"lambda:function:ProvisionedConcurrency"}`)
	tracked.Has("AWS::ApplicationAutoScaling::ScalingPolicy", `{"TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.7}}`)

	scheduled := synth(t, gofunction.Props{Alias: "live", ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{
		Executions: 1, Max: 10, Schedules: map[string]gofunction.Schedule{
			"morning": {At: "cron(0 8 ? * MON-FRI *)", TimeZone: "Europe/Berlin", Min: 5, Max: 10},
			"evening": {At: "cron(0 20 * * ? *)"},
		},
	}})
	scheduled.Count("AWS::ApplicationAutoScaling::ScalingPolicy", 0)
	scheduled.Has("AWS::ApplicationAutoScaling::ScalableTarget", `{"ScheduledActions":[
		{"ScheduledActionName":"evening","Schedule":"cron(0 20 * * ? *)","ScalableTargetAction":{"MinCapacity":0,"MaxCapacity":0}},
		{"ScheduledActionName":"morning","Timezone":"Europe/Berlin","ScalableTargetAction":{"MinCapacity":5,"MaxCapacity":10}}]}`)

	both := synth(t, gofunction.Props{Alias: "live", ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{
		Executions: 1, Max: 10, Utilization: 0.5, Schedules: map[string]gofunction.Schedule{"x": {At: "rate(1 day)", Max: 3}},
	}})
	both.Has("AWS::ApplicationAutoScaling::ScalingPolicy", `{"TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.5}}`)
}

func TestURL(t *testing.T) {
	private := synth(t, gofunction.Props{URL: &gofunction.URL{}})
	private.Has("AWS::Lambda::Url", `{"AuthType":"AWS_IAM"}`)
	private.Count("AWS::Lambda::Permission", 0)

	stack := cdktest.Stack(t)
	f := gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Alias: "live", URL: &gofunction.URL{
		Public: true, Stream: true, CORS: &gofunction.URLCORS{
			Origins: []string{"https://www.example.com"}, Methods: []string{"GET"}, Headers: []string{"X-A"}, ExposeHeaders: []string{"X-B"},
			Credentials: true, MaxAge: time.Hour,
		},
	}})
	if f.URL() == nil {
		t.Fatal("URL is nil")
	}
	public := cdktest.Synth(t, stack)
	public.Has("AWS::Lambda::Url", `{"AuthType":"NONE","InvokeMode":"RESPONSE_STREAM","Qualifier":"live","Cors":{"AllowOrigins":["https://www.example.com"],
		"AllowMethods":["GET"],"AllowHeaders":["X-A"],"ExposeHeaders":["X-B"],"AllowCredentials":true,"MaxAge":3600}}`)
	// Since October 2025 a public URL needs both.
	// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
	public.Has("AWS::Lambda::Permission", `{"Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}`)
	public.Has("AWS::Lambda::Permission", `{"Action":"lambda:InvokeFunction","Principal":"*","InvokedViaFunctionUrl":true}`)
}
