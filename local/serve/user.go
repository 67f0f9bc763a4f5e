package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"example.com/alb-lambda/lambda/httpsim"
)

// readUser reads --user: a subject, and claims after it, "alice,email=alice@example.com". Nil is
// nobody.
func readUser(text string) (*httpsim.User, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // nobody is no error
	}
	subject, rest, _ := strings.Cut(text, ",")
	u := &httpsim.User{Subject: subject, Claims: map[string]any{}}
	if strings.Contains(subject, "=") || subject == "" {
		return nil, fmt.Errorf("%w: --user %q does not begin with the user's id; write it like alice,email=alice@example.com", errUsage, text)
	}
	for claim := range strings.SplitSeq(rest, ",") {
		key, value, ok := strings.Cut(claim, "=")
		if !ok && rest != "" {
			return nil, fmt.Errorf("%w: --user: %q is not CLAIM=VALUE", errUsage, claim)
		}
		if ok {
			u.Claims[key] = value
		}
	}
	return u, nil
}

// userKeyFile is where a function that verifies x-amzn-oidc-data finds the key.
const userKeyFile = "user-key.pem"

func writeUserKey(dir string, d *httpsim.Deployment) error {
	der, err := x509.MarshalPKIXPublicKey(d.UserKey())
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, userKeyFile), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o644)
}
