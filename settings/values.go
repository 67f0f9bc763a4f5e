package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// text accepts a string that is not empty.
func text(value any, to *string) error {
	s, ok := value.(string)
	if !ok {
		return fmt.Errorf("%s is not text", inJSON(value))
	}
	if s == "" {
		return errors.New("it is empty")
	}
	*to = s
	return nil
}

// boolean accepts true as JSON writes it and "true" as the command line passes it.
func boolean(value any, to *bool) error {
	switch fmt.Sprint(value) {
	case "true":
		*to = true
	case "false":
		*to = false
	default:
		return fmt.Errorf("%s is not true or false", inJSON(value))
	}
	return nil
}

// number accepts a whole number as JSON writes it and as the command line passes it.
func number(value any, to **int) error {
	n, err := strconv.Atoi(fmt.Sprint(value))
	if float, ok := value.(float64); ok && float == math.Trunc(float) {
		n, err = int(float), nil
	}
	if err != nil {
		return fmt.Errorf("%s is not a whole number", inJSON(value))
	}
	*to = &n
	return nil
}

// list accepts an array of strings as JSON writes it and words between commas as the command line
// passes them.
func list(value any, to *[]string) error {
	switch value := value.(type) {
	case string:
		for word := range strings.SplitSeq(value, ",") {
			*to = append(*to, strings.TrimSpace(word))
		}
		return nil
	case []any:
		for _, element := range value {
			word, ok := element.(string)
			if !ok {
				return fmt.Errorf("%s is not text", inJSON(element))
			}
			*to = append(*to, word)
		}
		return nil
	}
	return fmt.Errorf("%s is not a list of texts", inJSON(value))
}

// inJSON shows a value as it is written in cdk.json.
func inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// suggestion names the known key that is nearest to key, or all of them where none is near.
func suggestion(key string) string {
	keys := slices.Sorted(slices.Values(known()))
	nearest := slices.MinFunc(keys, func(a, b string) int {
		return distance(strings.ToLower(key), strings.ToLower(a)) - distance(strings.ToLower(key), strings.ToLower(b))
	})
	if distance(strings.ToLower(key), strings.ToLower(nearest)) <= 1+len(nearest)/3 {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return "the keys are " + strings.Join(keys, ", ")
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
