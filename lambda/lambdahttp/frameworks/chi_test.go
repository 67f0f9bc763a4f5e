package frameworks

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing/fstest"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// static are the files that each application serves below /static.
var static = fstest.MapFS{"a.css": {Data: []byte("p { color: red }")}}

type user struct {
	Name string `json:"name"`
}

func chiApp() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestSize(1<<20), recovered)
	r.Get("/users/{id}", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprintf(w, "user %s", chi.URLParam(r, "id")) })
	r.Get("/search", search)
	r.Post("/users", createUser)
	r.Post("/form", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, r.FormValue("name")) })
	r.Put("/files/*", func(w http.ResponseWriter, r *http.Request) { echoFile(w, r, chi.URLParam(r, "*")) })
	r.Get("/cookie", cookie)
	r.With(authorized).Get("/private", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "welcome") })
	r.Get("/old", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/users/42", http.StatusMovedPermanently)
	})
	r.Get("/panic", func(http.ResponseWriter, *http.Request) { panic("oh") })
	r.Get("/client", client)
	r.Get("/stream", flushed)
	r.Route("/api", func(r chi.Router) {
		r.Route("/v1", func(r chi.Router) {
			r.Get("/ping", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "pong") })
		})
	})
	r.Head("/head", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Head", "1") })
	r.Handle("/static/*", http.StripPrefix("/static/", http.FileServerFS(static)))
	return r
}

// The handlers of net/http, which chi and gorilla/mux take as they are.

func search(w http.ResponseWriter, r *http.Request) {
	_, _ = fmt.Fprintf(w, "%s %s", r.URL.Query().Get("q"), r.URL.Query().Get("tag"))
}

func createUser(w http.ResponseWriter, r *http.Request) {
	var u user
	if err := json.NewDecoder(r.Body).Decode(&u); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", "/users/42")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(u)
}

func echoFile(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Content-Type", r.Header.Get("Content-Type"))
	w.Header().Set("X-Name", name)
	_, _ = io.Copy(w, r.Body)
}

func cookie(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie("theme")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: c.Value, Path: "/", HttpOnly: true})
}

func authorized(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if value := recover(); value != nil {
				http.Error(w, fmt.Sprint(value), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func client(w http.ResponseWriter, r *http.Request) {
	_, _ = fmt.Fprint(w, addressed(r.Host, r.RemoteAddr))
}

func flushed(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, piece := range pieces() {
		_, _ = w.Write(piece)
		_ = http.NewResponseController(w).Flush()
	}
}
