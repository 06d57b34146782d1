package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"kstash/wire"
)

// asIs is an escape of this program's own: an object with one key that starts with $, which the
// vectors have no way to write.
const asIs = "$object"

// fromEscapes returns the data that JSON stands for (section 16).
func fromEscapes(json any) any {
	switch json := json.(type) {
	case []any:
		return items(json)
	case wire.Object:
		if len(json) != 1 || !strings.HasPrefix(json[0].Key, "$") {
			return members(json)
		}
		return escaped(json[0].Key, json[0].Value)
	default:
		return json
	}
}

func items(json []any) []any {
	data := make([]any, len(json))
	for i := range json {
		data[i] = fromEscapes(json[i])
	}
	return data
}

func members(json wire.Object) wire.Object {
	data := make(wire.Object, len(json))
	for i, member := range json {
		data[i] = wire.Member{Key: member.Key, Value: fromEscapes(member.Value)}
	}
	return data
}

func escaped(escape string, value any) any {
	switch escape {
	case "$bytes":
		return must(base64.StdEncoding.DecodeString(value.(string)))
	case "$date":
		if value == nil {
			return unsupported("an invalid Date")
		}
		return time.UnixMilli(value.(int64)).UTC()
	case "$bigint":
		n, _ := new(big.Int).SetString(value.(string), 10)
		return n
	case "$undefined":
		return wire.Undefined{}
	case "$number":
		return must(strconv.ParseFloat(value.(string), 64))
	case "$repeat":
		return repeated(value.(wire.Object))
	case "$unsupported":
		return unsupported(value.(string))
	case asIs:
		return members(value.(wire.Object))
	default:
		panic(fmt.Sprintf("no such escape: %s", escape))
	}
}

func repeated(repeat wire.Object) any {
	f := fields{repeat}
	times := f.int("times")
	switch repeat[0].Key {
	case "text":
		return strings.Repeat(f.text("text"), times)
	case "byte":
		return bytes.Repeat([]byte{byte(f.int("byte"))}, times)
	case "item":
		array := make([]any, times)
		for i := range array {
			array[i] = f.data("item")
		}
		return array
	case "key":
		object := make(wire.Object, times)
		for i := range object {
			object[i] = wire.Member{Key: f.text("key") + strconv.Itoa(i), Value: f.data("item")}
		}
		return object
	case "nest":
		data := f.data("nest")
		for ; times > 0; times-- {
			data = []any{data}
		}
		return data
	default:
		panic(fmt.Sprintf("nothing to repeat: %s", repeat[0].Key))
	}
}

// unsupported returns a value of Go's that is no data: what the vectors name is JavaScript's. A cycle
// is one here as well.
func unsupported(what string) any {
	if what == "cycle" {
		cycle := make([]any, 1)
		cycle[0] = cycle
		return cycle
	}
	return struct{ what string }{what}
}

// toEscapes returns the JSON that stands for data.
func toEscapes(data any) any {
	switch data := data.(type) {
	case wire.Undefined:
		return wire.Object{{Key: "$undefined", Value: true}}
	case []byte:
		return wire.Object{{Key: "$bytes", Value: base64.StdEncoding.EncodeToString(data)}}
	case time.Time:
		return wire.Object{{Key: "$date", Value: data.UnixMilli()}}
	case *big.Int:
		return wire.Object{{Key: "$bigint", Value: data.String()}}
	case float64:
		return number(data)
	case []any:
		json := make([]any, len(data))
		for i := range data {
			json[i] = toEscapes(data[i])
		}
		return json
	case wire.Object:
		json := make(wire.Object, len(data))
		for i, member := range data {
			json[i] = wire.Member{Key: member.Key, Value: toEscapes(member.Value)}
		}
		if len(json) == 1 && strings.HasPrefix(json[0].Key, "$") {
			return wire.Object{{Key: asIs, Value: json}}
		}
		return json
	default:
		return data
	}
}

func number(x float64) any {
	switch {
	case math.IsNaN(x):
		return wire.Object{{Key: "$number", Value: "NaN"}}
	case math.IsInf(x, 1):
		return wire.Object{{Key: "$number", Value: "Infinity"}}
	case math.IsInf(x, -1):
		return wire.Object{{Key: "$number", Value: "-Infinity"}}
	case x == math.Trunc(x):
		return wire.Object{{Key: "$number", Value: strconv.FormatFloat(x, 'g', -1, 64)}}
	default:
		return x
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
