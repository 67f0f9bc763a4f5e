package frontends

import (
	"crypto/tls"
	"crypto/x509"

	"example.com/alb-lambda/lambda/httpsim"
)

// clientCertificates returns what changes the settings of a listener that requests certificates of
// clients, or nil. The listener judges them, not crypto/tls; "session resumption is not supported".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
func (s *Set) clientCertificates(l *httpsim.Listener) func(*tls.Config) error {
	if l.MutualTLS != "verify" && l.MutualTLS != "passthrough" {
		return nil
	}
	return func(c *tls.Config) error {
		c.ClientAuth, c.SessionTicketsDisabled = tls.RequestClientCert, true
		c.VerifyConnection = func(state tls.ConnectionState) error {
			err := l.VerifyClient(state.PeerCertificates)
			if err != nil {
				s.config.Say("%s: %v", ShortName(l.String()), err)
			}
			return err
		}
		if !l.AdvertiseAuthorities {
			return nil
		}
		authorities, err := l.Authorities()
		if err != nil {
			s.config.Say("%s: %v", ShortName(l.String()), err)
			return err
		}
		c.ClientCAs = x509.NewCertPool()
		for _, authority := range authorities {
			c.ClientCAs.AddCert(authority)
		}
		return nil
	}
}
