package lambdaalb

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/constructs/internal/domain"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
)

func (p *Props) check(faults *fault.List) {
	if p.LoadBalancer == nil && p.VPC == nil {
		faults.Add("VPC", "it is nil", "give the VPC that the balancer stands in, or an existing LoadBalancer")
	}
	if p.LoadBalancer != nil {
		p.checkExisting(faults)
	}
	faults.Range("HTTPPort", float64(p.HTTPPort), 1, 65535, "leave it out for 80")
	if p.HTTPS != nil {
		p.HTTPS.check("HTTPS", faults)
		if p.HTTPS.Port == p.HTTPPort {
			faults.Add("HTTPS.Port", fmt.Sprintf("%d is the port of HTTP too", p.HTTPS.Port), "use another for one of them")
		}
	}
	if p.Default != nil {
		p.Default.check("Default", faults)
	}
	if p.Logs != nil {
		p.Logs.check(faults)
	}
	if p.WebACLARN != "" && !token.In(p.WebACLARN) &&
		(!strings.HasPrefix(p.WebACLARN, "arn:") || !strings.Contains(p.WebACLARN, ":regional/webacl/")) {
		faults.Add("WebACLARN", fmt.Sprintf("%q is not the ARN of a regional web ACL", p.WebACLARN), "give an ARN with :regional/webacl/ in it; a global one is for CloudFront")
	}
	if p.WAFFailOpen && p.WebACLARN == "" && p.LoadBalancer == nil {
		faults.Add("WAFFailOpen", "it is set without a web ACL", "give WebACLARN, or leave it out")
	}
	faults.Duration("IdleTimeout", p.IdleTimeout, time.Second, 4000*time.Second, time.Second, "leave it out for 60s")
	faults.Duration("ClientKeepAlive", p.ClientKeepAlive, time.Minute, week, time.Second, "leave it out for 1h")
	faults.Range("MinimumCapacityUnits", float64(p.MinimumCapacityUnits), 100, 1_000_000, "leave it out to reserve none")
	faults.OneOf("DesyncMitigation", string(p.DesyncMitigation), "MONITOR", "DEFENSIVE", "STRICTEST")
	faults.OneOf("XForwardedFor", string(p.XForwardedFor), "APPEND", "PRESERVE", "REMOVE")
	for _, key := range slices.Sorted(maps.Keys(p.Attributes)) {
		value := p.Attributes[key]
		if !strings.Contains(key, ".") || value == "" {
			faults.Add("Attributes", fmt.Sprintf("%q=%q is not an attribute", key, value), "write it like idle_timeout.timeout_seconds=30")
		}
	}
}

// checkExisting refuses what only a new balancer can be given.
func (p *Props) checkExisting(faults *fault.List) {
	given := []struct {
		field string
		given bool
	}{
		{"VPC", p.VPC != nil},
		{"Subnets", p.Subnets != nil},
		{"SecurityGroup", p.SecurityGroup != nil},
		{"Internal", p.Internal},
		{"DualStack", p.DualStack},
		{"Logs", p.Logs != nil},
		{"DisableHTTP2", p.DisableHTTP2},
		{"DeletionProtection", p.DeletionProtection},
		{"KeepInvalidHeaders", p.KeepInvalidHeaders},
		{"DesyncMitigation", p.DesyncMitigation != ""},
		{"IdleTimeout", p.IdleTimeout != 0},
		{"ClientKeepAlive", p.ClientKeepAlive != 0},
		{"PreserveHostHeader", p.PreserveHostHeader},
		{"XForwardedFor", p.XForwardedFor != ""},
		{"PreserveXFFClientPort", p.PreserveXFFClientPort},
		{"TLSHeaders", p.TLSHeaders},
		{"WAFFailOpen", p.WAFFailOpen},
		{"MinimumCapacityUnits", p.MinimumCapacityUnits != 0},
		{"Attributes", len(p.Attributes) > 0},
	}
	for _, g := range given {
		if g.given {
			faults.Add(g.field, "it can not be given beside LoadBalancer", "set it where the balancer is made")
		}
	}
}

func (h *HTTPS) check(field string, faults *fault.List) {
	if len(h.Certificates) == 0 && h.Domain == nil {
		faults.Add(field, "it has no certificate", "give Certificates or a Domain")
	}
	for i, certificate := range h.Certificates {
		if certificate == nil {
			faults.Add(fmt.Sprintf("%s.Certificates[%d]", field, i), "it is nil", "give a certificate")
		}
	}
	if h.Domain != nil {
		domain.CheckName(field+".Domain.Name", h.Domain.Name, faults)
		if h.Domain.HostedZone == nil {
			faults.Add(field+".Domain.HostedZone", "it is nil", "give the hosted zone that the name is in")
		}
	}
	faults.Range(field+".Port", float64(h.Port), 1, 65535, "leave it out for 443")
	if c := h.ClientCertificates; c != nil && c.TrustStore == nil && (c.AllowExpired || c.AdvertiseAuthorities) {
		faults.Add(field+".ClientCertificates.TrustStore", "it is nil, so that nothing is verified", "give a trust store, or leave AllowExpired and AdvertiseAuthorities out")
	}
}
