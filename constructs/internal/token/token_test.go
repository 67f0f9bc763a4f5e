package token_test

import (
	"os"
	"testing"

	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestInAgreesWithCDK(t *testing.T) {
	region := *awscdk.Aws_REGION()
	for _, s := range []string{region, "https://" + region + ".example.com", "plain", "", "${NotAToken}", "Token[1]"} {
		if got, want := token.In(s), *awscdk.Token_IsUnresolved(s); got != want {
			t.Errorf("In(%q) = %v, CDK says %v", s, got, want)
		}
	}
}

func TestInKnowsDynamicReferences(t *testing.T) {
	for s, want := range map[string]bool{
		"{{resolve:ssm:/a}}": true, "https://{{resolve:secretsmanager:a:SecretString:b::}}": true, "{{a}}": false, "resolve:": false,
	} {
		if got := token.In(s); got != want {
			t.Errorf("In(%q) = %v", s, got)
		}
	}
}
