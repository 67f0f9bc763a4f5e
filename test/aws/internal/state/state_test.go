package state

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSaveAndOpen(t *testing.T) {
	dir := t.TempDir()
	s := New(dir, "aws")
	first, err := s.Intend(Stack, "a")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Intend(Stack, "a"); err != nil || again != first {
		t.Errorf("intended twice: %v, %v", again, err)
	}
	second, err := s.Intend(Certificate, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Identify(second, "arn"); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(first); err != nil {
		t.Fatal(err)
	}
	if err := s.End(&Result{Step: "x", Status: Failed}); err != nil {
		t.Fatal(err)
	}
	if err := s.End(&Result{Step: "x", Status: Passed}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.File())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: the file has a private key", info.Mode(), err)
	}
	read, err := Open(dir, s.Stage)
	if err != nil {
		t.Fatal(err)
	}
	if left := read.Left(); len(left) != 1 || *left[0] != (Made{Kind: Certificate, Name: "a", ID: "arn"}) {
		t.Errorf("left %v", left)
	}
	if len(read.Results) != 1 || read.Result("x").Status != Passed || read.Result("y") != nil || read.Token != s.Token {
		t.Errorf("%+v", read)
	}
	if read.Find(Stack, "a") != nil {
		t.Error("what is gone is found")
	}
	if got := List(dir); !slices.Equal(got, []string{s.Stage}) {
		t.Errorf("stages %v", got)
	}
	// Nothing but the file and the folder of the stage: what is written is renamed.
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestOneCommandAtATime(t *testing.T) {
	dir := t.TempDir()
	s := New(dir, "aws")
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if err := s.Lock(); err != nil {
		t.Fatal(err)
	}
	other, err := Open(dir, s.Stage)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Lock(); err == nil || !strings.Contains(err.Error(), "another command works on stage "+s.Stage) {
		t.Errorf("locked twice: %v", err)
	}
	if err := s.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := other.Lock(); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}

func TestStagesAreRandom(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		s := New("", "aws")
		if seen[s.Stage] || seen[s.Token] || len(s.Token) != 32 || len(s.Stage) != 8 {
			t.Fatalf("%s %s", s.Stage, s.Token)
		}
		seen[s.Stage], seen[s.Token] = true, true
	}
}

func TestOpenRejects(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"broken": "{", "other": `{"stage":"else","token":"x"}`, "empty": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for stage, want := range map[string]string{
		"broken": "unexpected end of JSON", "other": "is not the file of stage other", "empty": "is not the file of stage empty",
		"missing": "there is no stage missing", "": "is not the name of a stage", "../broken": "is not the name of a stage", ".hidden": "is not the name of a stage",
	} {
		if _, err := Open(dir, stage); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", stage, err, want)
		}
	}
}
