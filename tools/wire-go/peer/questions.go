package main

import (
	"encoding/hex"
	"fmt"

	"kstash/wire"
)

var codecs = map[string]*wire.Codec{"cbor": wire.CBOR, "msgpack": wire.Msgpack}

// maxReferences bounds a message, as section 15 demands.
const maxReferences = 100

func ask(q fields) (any, error) {
	op := q.text("op")
	answer, ok := map[string]func(fields) (any, error){
		"encode": encode, "decode": decode, "recode": recode,
		"parse": parse, "format": format, "link": link, "object": object,
		"create": create, "retrieve": retrieve,
		"hydrate": hydrate, "check message": checkMessage,
	}[op]
	if !ok {
		return nil, fmt.Errorf("no such op: %q", op)
	}
	return answer(q)
}

// encode tells the bytes of data, and their digests.
func encode(q fields) (any, error) {
	return encoded(q.codec(), q.data("data"))
}

func encoded(codec *wire.Codec, data any) (any, error) {
	bytes, err := codec.Encode(data)
	return wire.Object{
		{Key: "bytes", Value: hex.EncodeToString(bytes)},
		{Key: "md5", Value: wire.Digest(wire.MD5, bytes)},
		{Key: "sha256", Value: wire.Digest(wire.SHA256, bytes)},
	}, err
}

// decode tells the data of bytes.
func decode(q fields) (any, error) {
	data, err := q.codec().Decode(q.bytes("bytes"))
	return toEscapes(data), err
}

// recode tells what the data of bytes is written as.
func recode(q fields) (any, error) {
	data, err := q.codec().Decode(q.bytes("bytes"))
	if err != nil {
		return nil, err
	}
	return encoded(q.codec(), data)
}

// parse tells the parts of an address, and its written form.
func parse(q fields) (any, error) {
	address, err := wire.ParseAddress(q.text("text"))
	return described(address), err
}

// format tells the address of a stored payload by its parts.
func format(q fields) (any, error) {
	address, err := wire.NewAddress(q.text("scheme"), q.text("namespace"), q.text("name"), q.text("digest"))
	return described(address), err
}

// link tells what a link and its object's metadata say.
func link(q fields) (any, error) {
	address, err := wire.ParseAddress(q.text("text"))
	if err != nil {
		return nil, err
	}
	metadata := map[string]string{}
	for _, member := range q.object("metadata") {
		metadata[member.Key] = member.Value.(string)
	}
	address, err = address.WithMetadata(metadata)
	return described(address), err
}

// object tells what the store of an address calls the object, and what is beside its bytes.
func object(q fields) (any, error) {
	address, err := wire.ParseAddress(q.text("text"))
	if err != nil {
		return nil, err
	}
	name, err := address.Object()
	return wire.Object{{Key: "object", Value: name}, {Key: "metadata", Value: metadataOf(address)}}, err
}

func metadataOf(address wire.Address) wire.Object {
	metadata := wire.Object{}
	for key, value := range address.Metadata() {
		metadata = append(metadata, wire.Member{Key: key, Value: value})
	}
	return metadata
}

func described(address wire.Address) wire.Object {
	return wire.Object{
		{Key: "scheme", Value: address.Scheme},
		{Key: "namespace", Value: address.Namespace},
		{Key: "name", Value: address.Name},
		{Key: "digest", Value: address.Digest},
		{Key: "query", Value: address.Query},
		{Key: "key", Value: address.Key()},
		{Key: "text", Value: address.String()},
		{Key: "metadata", Value: metadataOf(address)},
	}
}

// create tells the address of data: inline, or stored elsewhere.
func create(q fields) (any, error) {
	bytes, err := q.codec().Encode(q.data("data"))
	if err != nil {
		return nil, err
	}
	var address wire.Address
	if q.text("scheme") == "inline" {
		address, err = wire.NewInline(q.text("namespace"), q.text("name"), q.codec(), bytes, q.int("maxInlineLen"))
	} else {
		digest := wire.Digest(wire.Hash(q.text("hash")), bytes)
		address, err = wire.NewAddress(q.text("scheme"), q.text("namespace"), q.text("name"), digest)
	}
	return described(address), err
}

// retrieve tells the data of an address, where s3 has one thing stored, or nothing.
func retrieve(q fields) (any, error) {
	reader := wire.Reader{Codecs: q.codecs(), Get: map[string]func(wire.Address) (*wire.Stored, error){
		"s3": func(wire.Address) (*wire.Stored, error) {
			stored := fields{q.object("stored")}
			if stored.Object == nil {
				return nil, nil
			}
			return &wire.Stored{ContentType: stored.text("contentType"), Bytes: stored.bytes("bytes")}, nil
		},
	}}
	data, err := reader.Retrieve(q.text("address"))
	return toEscapes(data), err
}

// hydrate tells what becomes of a message, which is JSON without escapes.
func hydrate(q fields) (any, error) {
	reader := wire.Reader{Codecs: []*wire.Codec{wire.CBOR}}
	hydrator := wire.Hydrator{Retrieve: reader.Retrieve, MaxReferences: maxReferences}
	return hydrator.Hydrate(q.json("message"), q.texts("fields"))
}

// checkMessage tells whether a writer takes a message.
func checkMessage(q fields) (any, error) {
	return nil, wire.CheckMessage(q.json("message"))
}
