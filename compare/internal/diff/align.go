package diff

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
)

// align pairs the parts of two sides by their keys. Rows stand in the order of the left side, the right side's own
// parts after them.
func align(left, right []leaf, key, group func(leaf) string, event bool) []Row {
	unpaired := map[string]leaf{}
	for _, r := range right {
		unpaired[key(r)] = r
	}
	body := encodedBody(left, right, event)
	var rows []Row
	for _, l := range left {
		r, ok := unpaired[key(l)]
		if !ok {
			rows = append(rows, Row{Group: group(l), Left: part(l), Mark: Missing})
			continue
		}
		delete(unpaired, key(l))
		mark := compare(l, r)
		if body && (l.top() == "body" || l.top() == "isBase64Encoded") {
			mark = Encoded
		}
		rows = append(rows, Row{Group: group(l), Left: part(l), Right: part(r), Mark: mark})
	}
	for _, r := range right {
		if _, ok := unpaired[key(r)]; ok {
			rows = append(rows, Row{Group: group(r), Right: part(r), Mark: Added})
		}
	}
	return rows
}

func part(l leaf) Part { return Part{Name: l.name(), Value: l.value} }

func compare(l, r leaf) Mark {
	sameName := l.name() == r.name()
	switch {
	case l.value == r.value && sameName:
		return Same
	case l.value == r.value:
		return Renamed
	case isEmpty(l.value) && isEmpty(r.value):
		return Encoded
	case !sameName && texts(l.value) != nil && slices.Equal(texts(l.value), texts(r.value)):
		return Renamed
	case decoded(l.value) == decoded(r.value):
		return Encoded
	default:
		return Changed
	}
}

// isEmpty tells the ways in which a door says that there is nothing.
func isEmpty(value string) bool {
	return value == "null" || value == "{}" || value == `""` || value == "[]"
}

// texts are the values of a member that is text, or an array of texts.
func texts(value string) []string {
	var one string
	if json.Unmarshal([]byte(value), &one) == nil {
		return []string{one}
	}
	var many []string
	_ = json.Unmarshal([]byte(value), &many) // anything else has none
	return many
}

// decoded takes the percent-encoding off.
func decoded(value string) string {
	many := texts(value)
	if many == nil {
		return value
	}
	for i, s := range many {
		if plain, err := url.QueryUnescape(s); err == nil {
			many[i] = plain
		}
	}
	return quote(many)
}

// encodedBody tells whether the two events have one body, one of them as base64.
func encodedBody(left, right []leaf, event bool) bool {
	if !event {
		return false
	}
	l, lEncoded := bodyOf(left)
	r, rEncoded := bodyOf(right)
	return lEncoded != rEncoded && l == r
}

func bodyOf(leaves []leaf) (body string, encoded bool) {
	for _, l := range leaves {
		switch l.name() {
		case "body":
			if all := texts(l.value); len(all) == 1 {
				body = all[0]
			}
		case "isBase64Encoded":
			encoded = l.value == "true"
		}
	}
	if encoded {
		plain, err := base64.StdEncoding.DecodeString(body)
		if err != nil {
			return body, true
		}
		return string(plain), true
	}
	return body, false
}
