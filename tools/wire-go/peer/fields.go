package main

import (
	"encoding/hex"
	"fmt"

	"kstash/wire"
)

// fields are those of a question. One that is missing is empty; one of another type is a mistake of
// the test's, and panics.
type fields struct{ wire.Object }

func (f fields) json(name string) any {
	value, _ := f.Get(name)
	return value
}

func (f fields) data(name string) any { return fromEscapes(f.json(name)) }

func (f fields) text(name string) string {
	text, _ := f.json(name).(string)
	return text
}

func (f fields) int(name string) int { return int(f.json(name).(int64)) }

func (f fields) object(name string) wire.Object {
	object, _ := f.json(name).(wire.Object)
	return object
}

func (f fields) texts(name string) []string {
	items, _ := f.json(name).([]any)
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = item.(string)
	}
	return texts
}

func (f fields) bytes(name string) []byte {
	bytes, err := hex.DecodeString(f.text(name))
	if err != nil {
		panic(err)
	}
	return bytes
}

func (f fields) codec() *wire.Codec { return codecNamed(f.text("codec")) }

func (f fields) codecs() []*wire.Codec {
	var list []*wire.Codec
	for _, name := range f.texts("codecs") {
		list = append(list, codecNamed(name))
	}
	return list
}

func codecNamed(name string) *wire.Codec {
	codec, ok := codecs[name]
	if !ok {
		panic(fmt.Sprintf("no such codec: %q", name))
	}
	return codec
}
