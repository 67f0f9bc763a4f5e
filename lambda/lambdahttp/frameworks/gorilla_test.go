package frameworks

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"
)

func gorillaApp() http.Handler {
	r := mux.NewRouter()
	r.Use(recovered)
	r.HandleFunc("/users/{id}", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprintf(w, "user %s", mux.Vars(r)["id"]) }).Methods("GET")
	r.HandleFunc("/search", search).Methods("GET")
	r.HandleFunc("/users", createUser).Methods("POST").Headers("Content-Type", "application/json")
	r.HandleFunc("/form", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, r.FormValue("name")) }).Methods("POST")
	r.HandleFunc("/files/{name:.*}", func(w http.ResponseWriter, r *http.Request) { echoFile(w, r, mux.Vars(r)["name"]) }).Methods("PUT")
	r.HandleFunc("/cookie", cookie)
	private := r.PathPrefix("/private").Subrouter()
	private.Use(authorized)
	private.HandleFunc("", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "welcome") })
	r.Handle("/old", http.RedirectHandler("/users/42", http.StatusMovedPermanently))
	r.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("oh") })
	r.HandleFunc("/client", client).Host("example.com")
	r.HandleFunc("/stream", flushed)
	r.PathPrefix("/api/v1").Subrouter().HandleFunc("/ping", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "pong") })
	r.HandleFunc("/head", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Head", "1") }).Methods("HEAD")
	r.PathPrefix("/static/").Handler(http.StripPrefix("/static/", http.FileServerFS(static)))
	return r
}
