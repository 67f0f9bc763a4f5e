package shop

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
)

// account is the emulator as the account that the shop is deployed to. Services of which one
// operation is used are called without their clients of the SDK.
type account struct {
	*testing.T
	*emulator.Emulator
}

// signature is one for a service. The emulator does not check it.
func signature(service string) string {
	return "AWS4-HMAC-SHA256 Credential=test/20260101/" + emulator.Region + "/" + service + "/aws4_request, SignedHeaders=host, Signature=none"
}

// send sends a signed request to a service.
func (a account) send(service, method, path string, header map[string]string, body []byte) []byte {
	a.Helper()
	request, err := http.NewRequestWithContext(a.Context(), method, a.URL()+path, bytes.NewReader(body))
	stage.Must(a.T, err)
	request.Header.Set("Authorization", signature(service))
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	stage.Must(a.T, err)
	text, err := io.ReadAll(response.Body)
	stage.Must(a.T, err)
	stage.Must(a.T, response.Body.Close())
	if response.StatusCode >= 300 {
		a.Fatalf("%s %s: %s %s", service, path, response.Status, text)
	}
	return text
}

// call calls an operation of a service that speaks JSON.
func (a account) call(service, operation string, input map[string]any, output any) {
	a.Helper()
	body, err := json.Marshal(input)
	stage.Must(a.T, err)
	text := a.send(service, http.MethodPost, "/", map[string]string{"X-Amz-Target": operation, "Content-Type": "application/x-amz-json-1.0"}, body)
	if output != nil {
		stage.Must(a.T, json.Unmarshal(text, output))
	}
}

// hostedZone creates a zone, and returns its id.
func (a account) hostedZone(name string) string {
	a.Helper()
	body := `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>` + name +
		`</Name><CallerReference>shop</CallerReference></CreateHostedZoneRequest>`
	text := a.send("route53", http.MethodPost, "/2013-04-01/hostedzone", nil, []byte(body))
	found := regexp.MustCompile(`/hostedzone/(\w+)`).FindSubmatch(text)
	if found == nil {
		a.Fatalf("no hosted zone in %s", text)
	}
	return string(found[1])
}

func (a account) tables() []string {
	a.Helper()
	var list struct{ TableNames []string }
	a.call("dynamodb", "DynamoDB_20120810.ListTables", map[string]any{}, &list)
	return list.TableNames
}

func (a account) queues() []string {
	a.Helper()
	var list struct{ QueueUrls []string }
	a.call("sqs", "AmazonSQS.ListQueues", map[string]any{}, &list)
	return list.QueueUrls
}

func (a account) clusters() []string {
	a.Helper()
	var list struct{ ClusterArns []string }
	a.call("ecs", "AmazonEC2ContainerServiceV20141113.ListClusters", map[string]any{}, &list)
	return list.ClusterArns
}

func (a account) apis() []string {
	a.Helper()
	var list struct{ Item []struct{ ID string } }
	stage.Must(a.T, json.Unmarshal(a.send("apigateway", http.MethodGet, "/restapis", nil, nil), &list))
	var ids []string
	for _, api := range list.Item {
		ids = append(ids, api.ID)
	}
	return ids
}

// queue sends a message, and waits until the function has logged it.
func (a account) queue() {
	a.Helper()
	queues := a.queues()
	index := slices.IndexFunc(queues, func(url string) bool { return strings.Contains(url, "Events") })
	if index < 0 {
		a.Fatalf("none of %v is for events", queues)
	}
	a.call("sqs", "AmazonSQS.SendMessage", map[string]any{"QueueUrl": queues[index], "MessageBody": "o-17"}, nil)
	for {
		text, err := os.ReadFile(a.LogFile())
		stage.Must(a.T, err)
		if strings.Contains(string(text), "shipped order=o-17") {
			return
		}
		select {
		case <-a.Context().Done():
			a.Fatal("the function did not get the message")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// nothingLeft looks for what the services still have. The table keeps its orders: CDK retains it.
func (a account) nothingLeft(tables []string) {
	a.Helper()
	if left := a.tables(); len(left) != 1 || !slices.Equal(left, tables) {
		a.Errorf("tables left: %v, want %v", left, tables)
	}
	for kind, left := range map[string][]string{"queue": a.queues(), "API": a.apis(), "cluster": a.clusters()} {
		if len(left) > 0 {
			a.Errorf("%s left: %v", kind, left)
		}
	}
}
