package emulator

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// httpClient uses no proxy of the environment: the emulator is on this machine.
var httpClient = &http.Client{
	Transport: &http.Transport{Proxy: nil},
	Timeout:   60 * time.Second,
}

// AWSConfig configures a client of the AWS SDK for this emulator. It reads no file and no
// environment variable.
func (e *Emulator) AWSConfig() aws.Config {
	return aws.Config{
		Region:       Region,
		BaseEndpoint: aws.String(e.URL()),
		HTTPClient:   httpClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey}, nil
		}),
	}
}

func (e *Emulator) cloudFormation() *cloudformation.Client {
	return cloudformation.NewFromConfig(e.AWSConfig())
}

func (e *Emulator) elbv2() *elbv2.Client { return elbv2.NewFromConfig(e.AWSConfig()) }

func (e *Emulator) lambda() *lambda.Client { return lambda.NewFromConfig(e.AWSConfig()) }
