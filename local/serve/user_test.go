package main

import (
	"strings"
	"testing"
)

func TestUser(t *testing.T) {
	u, err := readUser("alice,email=alice@example.com,role=a=b")
	if err != nil || u.Subject != "alice" || len(u.Claims) != 2 || u.Claims["email"] != "alice@example.com" || u.Claims["role"] != "a=b" {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := readUser("alice"); err != nil || u.Subject != "alice" || len(u.Claims) != 0 {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := readUser(""); u != nil || err != nil {
		t.Errorf("%+v, %v", u, err)
	}
	for text, want := range map[string]string{"email=x": "does not begin with the user's id", ",a=b": "does not begin", "alice,x": `"x" is not CLAIM=VALUE`} {
		if _, err := readUser(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
