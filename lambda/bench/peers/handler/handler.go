// Package handler is the net/http handler that each of the adapters serves: JSON in, JSON out. It knows nothing of Lambda.
package handler

import (
	"encoding/json"
	"io"
	"net/http"
)

// Serve responds to a JSON value with an object that holds it.
func Serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || !json.Valid(body) {
		http.Error(w, "the body is not JSON", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"method":"` + r.Method + `","received":`))
	_, _ = w.Write(body)
	_, _ = w.Write([]byte("}"))
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
