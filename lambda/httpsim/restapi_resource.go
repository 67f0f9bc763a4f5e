package httpsim

import (
	"maps"
	"slices"
	"strings"
)

// resource is a segment of the paths of a REST API.
type resource struct {
	id, path, part string
	children       []*resource
	methods        map[string]*method
}

// resources builds the tree of the API's resources, and returns them by id.
func (d *Deployment) resources(api *RESTAPI) map[string]*resource {
	all := map[string]*resource{api.root.id: api.root}
	parents := map[string]string{}
	for _, r := range d.set.Each("AWS::ApiGateway::Resource") {
		if r.Text("RestApiId") != api.APIID {
			continue
		}
		id, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
		all[id.(string)] = &resource{id: id.(string), part: r.Text("PathPart"), methods: map[string]*method{}}
		parents[id.(string)] = r.Text("ParentId")
	}
	for _, id := range slices.Sorted(maps.Keys(parents)) {
		if parent := all[parents[id]]; parent != nil {
			parent.children = append(parent.children, all[id])
		}
	}
	api.root.name()
	return all
}

// name gives the resources below this one their paths, and puts those that match more after those
// that match less: a segment, then a parameter, then {proxy+}.
func (r *resource) name() {
	slices.SortFunc(r.children, func(a, b *resource) int {
		if n := a.rank() - b.rank(); n != 0 {
			return n
		}
		return strings.Compare(a.part, b.part)
	})
	for _, child := range r.children {
		child.path = strings.TrimSuffix(r.path, "/") + "/" + child.part
		child.name()
	}
}

func (r *resource) rank() int {
	switch {
	case strings.HasSuffix(r.part, "+}"):
		return 2
	case strings.HasPrefix(r.part, "{"):
		return 1
	}
	return 0
}

func (r *resource) each(visit func(*method)) {
	for _, name := range slices.Sorted(maps.Keys(r.methods)) {
		visit(r.methods[name])
	}
	for _, child := range r.children {
		child.each(visit)
	}
}
