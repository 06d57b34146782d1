package wire

import "strings"

// The user-defined metadata of an object on S3 (section 10), without x-amz-meta-.
const (
	metadataNamespace = "kstash-namespace"
	metadataName      = "kstash-name"
	maxMetadataName   = 256
)

// Metadata is what a writer stores beside a payload: on Azure its keys have underscores, and there and on
// Google Cloud Storage the name is never left out.
func (a Address) Metadata() map[string]string {
	namespace, name := escape(a.Namespace, isUnreserved), escape(a.Name, isUnreserved)
	switch a.Scheme {
	case azure:
		return map[string]string{"kstash_namespace": namespace, "kstash_name": name}
	case google:
		return map[string]string{metadataNamespace: namespace, metadataName: name}
	}
	// The names and values of both are never more than 2,048 bytes: a namespace has at most 255.
	if len(name) > maxMetadataName {
		return map[string]string{metadataNamespace: namespace}
	}
	return map[string]string{metadataNamespace: namespace, metadataName: name}
}

// WithMetadata is the address of a link whose object has that metadata, which goes before what the
// text tells: each value by itself (section 11).
func (a Address) WithMetadata(metadata map[string]string) (Address, error) {
	textNamespace := a.Namespace
	var err error
	if namespace, ok := metadata[metadataNamespace]; ok {
		if a.Namespace, err = unescape(namespace); err != nil {
			return Address{}, corrupted("the metadata of the object: %v", err)
		}
	}
	if name, ok := metadata[metadataName]; ok {
		if a.Name, err = unescape(name); err != nil {
			return Address{}, corrupted("the metadata of the object: %v", err)
		}
	} else if a.Namespace != textNamespace {
		// The host did not show that the link is in path style (rule 3).
		a.Name = strings.TrimPrefix(a.Name, a.Namespace+"/")
	}
	return a, a.check()
}
