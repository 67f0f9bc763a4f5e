package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// ClientCertificates is mutual TLS.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
type ClientCertificates struct {
	// TrustStore has the authorities whose certificates are accepted. Not together with Authorities.
	// Default: none, and without Authorities the chain is passed to the target unverified, in the
	// header X-Amzn-Mtls-Clientcert.
	TrustStore elb.ITrustStore
	// Authorities is a file of certificates in PEM, of which a trust store is created. The bucket is
	// in the region of the load balancer. Default: none.
	Authorities *Object
	// Revocations are lists of certificates (CRL) that the authorities have revoked. Needs
	// Authorities. Default: none.
	Revocations []Object
	// AllowExpired accepts expired certificates. Needs TrustStore or Authorities. Default: false.
	AllowExpired bool
	// AdvertiseAuthorities sends the names of the authorities to clients. Needs TrustStore or
	// Authorities. Default: false.
	AdvertiseAuthorities bool
}

// Object is a file in a bucket. CloudFormation reads it when the trust store is created, and again
// when Key or Version changes.
type Object struct {
	// Bucket that has it. Required.
	Bucket awss3.IBucket
	// Key of it. Required.
	Key string
	// Version of it, so that new content is deployed. Default: the one that is current when the
	// resource is created.
	Version string
}

// verifies says whether the certificates of clients are verified.
func (c *ClientCertificates) verifies() bool {
	return c != nil && (c.TrustStore != nil || c.Authorities != nil)
}

func (c *ClientCertificates) check(field string, faults *fault.List) {
	if c == nil {
		return
	}
	if !c.verifies() && (c.AllowExpired || c.AdvertiseAuthorities) {
		faults.Add(field+".TrustStore", "it is nil, so that nothing is verified", "give a trust store, or leave AllowExpired and AdvertiseAuthorities out")
	}
	if c.TrustStore != nil && c.Authorities != nil {
		faults.Add(field+".Authorities", "there is a trust store already", "give one of TrustStore and Authorities")
	}
	if c.Authorities != nil {
		c.Authorities.check(field+".Authorities", faults)
	}
	if len(c.Revocations) > 0 && c.Authorities == nil {
		faults.Add(field+".Revocations", "they belong to the trust store of Authorities", "give Authorities, or add them to the trust store where it is created")
	}
	for i := range c.Revocations {
		c.Revocations[i].check(fmt.Sprintf("%s.Revocations[%d]", field, i), faults)
	}
}

func (o *Object) check(field string, faults *fault.List) {
	if o.Bucket == nil {
		faults.Add(field+".Bucket", "it is nil", "give the bucket that has the file")
	}
	if o.Key == "" {
		faults.Add(field+".Key", "it is empty", "give the key of the file")
	}
}

// checkObjects compares where a trust store and its files are with the stack.
func (c *ClientCertificates) checkObjects(stack environment.Environment, field string, faults *fault.List) {
	if c == nil {
		return
	}
	if c.TrustStore != nil {
		if arn, ok := imported.Text(c.TrustStore.TrustStoreArn); ok {
			environment.OfARN(arn).CheckRegion(stack, field+".TrustStore", "trust store", faults)
		}
	}
	if c.Authorities != nil {
		environment.OfResource(c.Authorities.Bucket.Env).CheckRegion(stack, field+".Authorities.Bucket", "bucket", faults)
	}
	for i, r := range c.Revocations {
		environment.OfResource(r.Bucket.Env).CheckRegion(stack, fmt.Sprintf("%s.Revocations[%d].Bucket", field, i), "bucket", faults)
	}
}

// render creates the trust store where there are authorities.
func (c *ClientCertificates) render(scope constructs.Construct) *elb.MutualAuthentication {
	if !c.verifies() {
		return &elb.MutualAuthentication{MutualAuthenticationMode: elb.MutualAuthenticationMode_PASS_THROUGH}
	}
	store := c.TrustStore
	if c.Authorities != nil {
		store = c.newTrustStore(scope)
	}
	return &elb.MutualAuthentication{
		MutualAuthenticationMode:      elb.MutualAuthenticationMode_VERIFY,
		TrustStore:                    store,
		IgnoreClientCertificateExpiry: &c.AllowExpired,
		AdvertiseTrustStoreCaNames:    &c.AdvertiseAuthorities,
	}
}

func (c *ClientCertificates) newTrustStore(scope constructs.Construct) elb.ITrustStore {
	store := elb.NewTrustStore(scope, jsii.String("TrustStore"), &elb.TrustStoreProps{
		Bucket: c.Authorities.Bucket, Key: &c.Authorities.Key, Version: optional(c.Authorities.Version),
	})
	seen := map[string]bool{}
	for _, r := range c.Revocations {
		// A list that is added or taken away leaves the others alone.
		id := "Revocation" + digest(8, reference.Text(scope, *r.Bucket.BucketName()), r.Key, r.Version)
		if seen[id] {
			continue
		}
		seen[id] = true
		elb.NewTrustStoreRevocation(store, &id, &elb.TrustStoreRevocationProps{
			TrustStore: store,
			RevocationContents: &[]*elb.RevocationContent{{
				Bucket: r.Bucket, Key: &r.Key, Version: optional(r.Version), RevocationType: elb.RevocationType_CRL,
			}},
		})
	}
	return store
}
