// Package handler is the net/http handler that each of the adapters serves: JSON in, JSON out. It
// knows nothing of Lambda.
package handler

import (
	"encoding/json"
	"io"
	"net/http"
)

// Serve passes JSON on: it responds to a value with an object that holds it. What that takes is
// mostly the adapter's.
func Serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"method":"`+r.Method+`","received":`)
	_, _ = io.Copy(w, r.Body)
	_, _ = io.WriteString(w, "}")
}

// Order is what ServeTyped reads and writes.
type Order struct {
	ID      int      `json:"id"`
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Tags    []string `json:"tags"`
}

// ServeTyped decodes orders with encoding/json and responds with them.
func ServeTyped(w http.ResponseWriter, r *http.Request) {
	var orders []Order
	if err := json.NewDecoder(r.Body).Decode(&orders); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(orders)
}

// New returns the handler: Serve for /raw, ServeTyped for /typed.
func New() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/raw", Serve)
	mux.HandleFunc("/typed", ServeTyped)
	return mux
}
