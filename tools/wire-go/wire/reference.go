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
// fields: paths of keys and indices, with full stops between them.
func (h Hydrator) Hydrate(message any, fields []string) (any, error) {
	read, err := h.references(message)
	for i := 0; i < len(fields) && err == nil; i++ {
		read, err = h.field(read, strings.Split(fields[i], "."))
	}
	return read, err
}

// references copies a message. What an address stands for is data, and is not looked into.
func (h *Hydrator) references(message any) (any, error) {
	switch message := message.(type) {
	case []any:
		items := make([]any, len(message))
		for i := range message {
			var err error
			if items[i], err = h.references(message[i]); err != nil {
				return nil, err
			}
		}
		return items, nil
	case Object:
		if value, ok := message.Get(referenceKey); ok {
			return h.reference(message, value)
		}
		object := make(Object, len(message))
		for i, member := range message {
			value, err := h.references(member.Value)
			if err != nil {
				return nil, err
			}
			object[i] = Member{member.Key, value}
		}
		return object, nil
	default:
		return message, nil
	}
}

func (h *Hydrator) reference(object Object, value any) (any, error) {
	text, ok := value.(string)
	if !ok || len(object) > 1 {
		return nil, badData("an object with the member %s is a reference: that one member, whose value is an address", referenceKey)
	}
	if _, err := ParseAddress(text); err != nil {
		return nil, badData("a reference holds no address: %v", err)
	}
	return h.follow(text)
}

// field follows the address at a path. A path that leads nowhere, or to no text, is left as it is.
func (h *Hydrator) field(message any, path []string) (any, error) {
	if len(path) == 0 {
		if text, ok := message.(string); ok {
			return h.follow(text)
		}
		return message, nil
	}
	var err error
	switch message := message.(type) {
	case []any:
		for i := range message {
			if strconv.Itoa(i) == path[0] {
				message[i], err = h.field(message[i], path[1:])
			}
		}
	case Object:
		for i := range message {
			if message[i].Key == path[0] {
				message[i].Value, err = h.field(message[i].Value, path[1:])
			}
		}
	}
	return message, err
}

func (h *Hydrator) follow(address string) (any, error) {
	if h.followed++; h.followed > h.MaxReferences {
		return nil, badData("the message has more than %d references", h.MaxReferences)
	}
	return h.Retrieve(address)
}
