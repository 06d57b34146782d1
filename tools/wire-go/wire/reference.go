package wire

import (
	"strconv"
	"strings"
)

// referenceKey is the member that makes an object a reference (section 15).
const referenceKey = "$kstash"

// Reference is what stands in a message for a value that was stashed.
func Reference(address Address) Object { return Object{{referenceKey, address.String()}} }

// CheckMessage refuses a message that has the reserved member anywhere: a writer calls it before it
// puts references in.
func CheckMessage(message any) error {
	switch message := message.(type) {
	case []any:
		for _, item := range message {
			if err := CheckMessage(item); err != nil {
				return err
			}
		}
	case Object:
		for _, member := range message {
			if member.Key == referenceKey {
				return badData("the member %s is reserved", referenceKey)
			}
			if err := CheckMessage(member.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

// Hydrator puts data where references stand.
type Hydrator struct {
	Retrieve func(address string) (any, error)
	// MaxReferences is how many addresses of one message are followed.
	MaxReferences int
	followed      int
}

// Hydrate returns a message with the data of its references, and of the plain addresses that stand in
// fields: paths of keys and indices, with full stops between them. All of them are checked before one is
// followed.
func (h Hydrator) Hydrate(message any, fields []string) (any, error) {
	paths := make([][]string, len(fields))
	for i, field := range fields {
		paths[i] = strings.Split(field, ".")
	}
	if _, err := replaceReferences(message, func(string) (any, error) { return nil, nil }); err != nil {
		return nil, err
	}
	restored, err := replaceReferences(message, h.follow)
	if err != nil {
		return nil, err
	}
	if _, err := replaceFields(restored, paths, func(text string) (any, error) { return ParseAddress(text) }); err != nil {
		return nil, err
	}
	return replaceFields(restored, paths, h.follow)
}

func (h *Hydrator) follow(address string) (any, error) {
	if h.followed++; h.followed > h.MaxReferences {
		return nil, badData("the message has more than %d references", h.MaxReferences)
	}
	return h.Retrieve(address)
}

// replaceReferences copies a message, with something else where references stand. What that is, is not
// looked into.
func replaceReferences(message any, replace func(address string) (any, error)) (any, error) {
	object, _ := message.(Object)
	value, ok := object.Get(referenceKey)
	if !ok {
		return copied(message, func(_ string, value any) (any, error) { return replaceReferences(value, replace) })
	}
	text, ok := value.(string)
	if !ok || len(object) > 1 {
		return nil, badData("an object with the member %s is a reference: that one member, whose value is an address", referenceKey)
	}
	if _, err := ParseAddress(text); err != nil {
		return nil, badData("a reference holds no address: %v", err)
	}
	return replace(text)
}

// replaceFields copies a message, with something else where text stands at one of the paths. A path that
// leads nowhere, or to no text, is passed over.
func replaceFields(message any, paths [][]string, replace func(address string) (any, error)) (any, error) {
	for _, path := range paths {
		if text, ok := message.(string); ok && len(path) == 0 {
			return replace(text)
		}
	}
	return copied(message, func(key string, value any) (any, error) {
		var inside [][]string
		for _, path := range paths {
			if len(path) > 0 && path[0] == key {
				inside = append(inside, path[1:])
			}
		}
		return replaceFields(value, inside, replace)
	})
}

// copied returns an array or an object with other values; anything else is returned as it is.
func copied(message any, value func(key string, value any) (any, error)) (any, error) {
	var err error
	switch message := message.(type) {
	case []any:
		items := make([]any, len(message))
		for i := 0; i < len(items) && err == nil; i++ {
			items[i], err = value(strconv.Itoa(i), message[i])
		}
		return items, err
	case Object:
		object := append(Object{}, message...)
		for i := 0; i < len(object) && err == nil; i++ {
			object[i].Value, err = value(object[i].Key, object[i].Value)
		}
		return object, err
	default:
		return message, nil
	}
}
