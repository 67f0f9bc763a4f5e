package diff

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// align pairs the parts of two sides by their keys. Rows keep the order of the left side, the right
// side's own parts after them.
func align(left, right leaves, key, group func(leaf) string) []Row {
	unpaired := map[string]leaf{}
	for _, r := range right {
		unpaired[key(r)] = r
	}
	var rows []Row
	for _, l := range left {
		row := Row{Group: group(l), Left: part(l), Mark: Missing, key: key(l)}
		if r, ok := unpaired[row.key]; ok {
			delete(unpaired, row.key)
			row.Right, row.Mark = part(r), compare(l, r)
		}
		rows = append(rows, row)
	}
	for _, r := range right {
		if _, ok := unpaired[key(r)]; ok {
			rows = append(rows, Row{Group: group(r), Right: part(r), Mark: Added, key: key(r)})
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

// isEmpty reports whether a value is one of those by which the front ends say that there is
// nothing.
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

// decoded removes the percent-encoding of texts.
func decoded(value string) string {
	many := texts(value)
	if many == nil {
		return value
	}
	for i, s := range many {
		many[i] = unescape(s)
	}
	return quote(many)
}

// markEncodedBody marks the rows of the body where the two events have one body, one of them as
// base64.
func markEncodedBody(rows []Row, left, right leaves) {
	l, r := bodyOf(left), bodyOf(right)
	if l.base64 == r.base64 || l.invalid || r.invalid || l.text != r.text {
		return
	}
	for i := range rows {
		if rows[i].Group == bodyGroup && rows[i].Left.Name == rows[i].Right.Name {
			rows[i].Mark = Encoded
		}
	}
}

// A body is that of an event, decoded.
type body struct {
	text            string
	base64, invalid bool
}

func bodyOf(all leaves) body {
	var b body
	for _, l := range all {
		switch l.name() {
		case "body":
			b.text = strings.Join(texts(l.value), "")
		case "isBase64Encoded":
			b.base64 = l.value == "true"
		}
	}
	if b.base64 {
		plain, err := base64.StdEncoding.DecodeString(b.text)
		b.text, b.invalid = string(plain), err != nil
	}
	return b
}
