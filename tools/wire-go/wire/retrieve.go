package wire

// Stored is a payload as a store has it.
type Stored struct {
	ContentType string
	Bytes       []byte
}

// Reader retrieves data. It has at least one codec; the first reads inline addresses without a mark.
type Reader struct {
	Codecs []*Codec
	// Get fetches what an address is stored as, nil where nothing is. Without one for a scheme, its
	// addresses are refused.
	Get map[string]func(Address) (*Stored, error)
}

// Retrieve returns the data of an address: section 1's second line.
func (r Reader) Retrieve(text string) (any, error) {
	address, err := ParseAddress(text)
	if err != nil {
		return nil, err
	}
	if address.Scheme == "inline" {
		return address.readInline(r.Codecs)
	}
	get, ok := r.Get[address.Scheme]
	if !ok {
		return nil, errorf(UnsupportedBackend, "nothing here serves the scheme %s", address.Scheme)
	}
	stored, err := get(address)
	if err != nil {
		return nil, err
	}
	if stored == nil {
		return nil, errorf(StashNotFound, "nothing is stored under %s", address.Key())
	}
	if err := verify(address.Digest, stored.Bytes); err != nil {
		return nil, err
	}
	codec, err := codecOfType(r.Codecs, stored.ContentType)
	if err != nil {
		return nil, err
	}
	return codec.Decode(stored.Bytes)
}
