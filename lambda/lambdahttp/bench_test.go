package lambdahttp_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// BenchmarkServer responds to JSON with JSON of the same size.
func BenchmarkServer(b *testing.B) {
	type record struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var records []record
		if err := json.NewDecoder(r.Body).Decode(&records); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(records)
	})}
	plain := &lambdahttp.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })}
	for _, size := range []int{1 << 10, 400 << 10} {
		records := make([]record, 0, size/64)
		for i := range cap(records) {
			records = append(records, record{fmt.Sprintf("name %d \"quoted\"", i), []string{"one", "two", "three"}})
		}
		body, err := json.Marshal(records)
		if err != nil {
			b.Fatal(err)
		}
		for name, server := range map[string]*lambdahttp.Server{"json": server, "copy": plain} {
			b.Run(fmt.Sprintf("%s/%d", name, len(body)), func(b *testing.B) {
				r := httptest.NewRequest("POST", "/", strings.NewReader(string(body)))
				r.Header.Set("Content-Type", "application/json")
				event, err := httpsim.Endpoint{Kind: httpevent.RESTAPI}.Event(r)
				if err != nil {
					b.Fatal(err)
				}
				var buffer, own []byte
				b.SetBytes(int64(len(event)))
				b.ReportAllocs()
				for b.Loop() {
					if buffer, err = server.Append(b.Context(), buffer[:0], append(own[:0], event...)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
