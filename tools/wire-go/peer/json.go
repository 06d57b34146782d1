package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"kstash/wire"
)

// JSON is read here rather than by encoding/json, which forgets the order of keys and turns a lone
// surrogate into U+FFFD. Here it becomes three bytes that are no UTF-8, so that it can be refused. A
// question is what JSON.stringify wrote; nothing else is expected.

type jsonReader struct{ text string }

func parseJSON(line string) (value any, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%q is no question: %v", line, reason)
		}
	}()
	return (&jsonReader{line}).value(), nil
}

func (r *jsonReader) value() any {
	switch {
	case r.take("null"):
		return nil
	case r.take("true"):
		return true
	case r.take("false"):
		return false
	case r.take("["):
		items := []any{}
		r.list("]", func() { items = append(items, r.value()) })
		return items
	case r.take("{"):
		object := wire.Object{}
		r.list("}", func() {
			key := r.string()
			r.expect(":")
			object = append(object, wire.Member{Key: key, Value: r.value()})
		})
		return object
	case strings.HasPrefix(r.text, `"`):
		return r.string()
	default:
		return r.number()
	}
}

func (r *jsonReader) list(end string, item func()) {
	for first := true; !r.take(end); first = false {
		if !first {
			r.expect(",")
		}
		item()
	}
}

func (r *jsonReader) number() any {
	length := len(r.text) - len(strings.TrimLeft(r.text, "+-.eE0123456789"))
	digits := r.text[:length]
	r.text = r.text[length:]
	if strings.ContainsAny(digits, ".eE") {
		return must(strconv.ParseFloat(digits, 64))
	}
	return must(strconv.ParseInt(digits, 10, 64))
}

func (r *jsonReader) string() string {
	r.expect(`"`)
	var out []byte
	for {
		at := strings.IndexAny(r.text, `"\`)
		out = append(out, r.text[:at]...)
		r.text = r.text[at:]
		if r.take(`"`) {
			return string(out)
		}
		out = r.escape(out)
	}
}

func (r *jsonReader) escape(out []byte) []byte {
	kind := r.text[1]
	r.text = r.text[2:]
	if kind != 'u' {
		return append(out, strings.NewReplacer("b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t").Replace(string(kind))...)
	}
	unit := rune(must(strconv.ParseUint(r.text[:4], 16, 16)))
	r.text = r.text[4:]
	if utf16.IsSurrogate(unit) {
		// JSON.stringify escapes a surrogate only where it has no partner.
		return append(out, 0xe0|byte(unit>>12), 0x80|byte(unit>>6&0x3f), 0x80|byte(unit&0x3f))
	}
	return utf8.AppendRune(out, unit)
}

func (r *jsonReader) take(token string) bool {
	taken := strings.HasPrefix(r.text, token)
	r.text = strings.TrimPrefix(r.text, token)
	return taken
}

func (r *jsonReader) expect(token string) {
	if !r.take(token) {
		panic("there is no " + token + " before " + r.text)
	}
}

// appendJSON writes nil, booleans, numbers, text, arrays and objects.
func appendJSON(out []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(out, "null"...)
	case bool:
		return strconv.AppendBool(out, value)
	case int64:
		return strconv.AppendInt(out, value, 10)
	case float64:
		return strconv.AppendFloat(out, value, 'g', -1, 64)
	case string:
		return appendString(out, value)
	case []any:
		out = append(out, '[')
		for i, item := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendJSON(out, item)
		}
		return append(out, ']')
	case wire.Object:
		out = append(out, '{')
		for i, member := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(appendString(out, member.Key), ':')
			out = appendJSON(out, member.Value)
		}
		return append(out, '}')
	default:
		panic(fmt.Sprintf("a %T is no JSON", value))
	}
}

func appendString(out []byte, text string) []byte {
	out = append(out, '"')
	for _, r := range text {
		if r < 0x20 || r == '"' || r == '\\' {
			out = append(out, fmt.Sprintf(`\u%04x`, r)...)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}
