package wire

import (
	"net"
	"regexp"
	"strings"
	"unicode/utf16"
)

// The stores that have rules of their own for namespaces and names (section 10).
const (
	azure  = "az"
	google = "gs"
)

var (
	containerSyntax  = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9])*$`)
	bucketPartSyntax = regexp.MustCompile(`^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$`)
	googleName       = regexp.MustCompile(`^goog|g[o0]{2}gle`)
)

const (
	minNamespace    = 3
	maxBucketPart   = 63 // between full stops; also of a container's name
	maxBucket       = 222
	maxBlobName     = 1024 // in UTF-16 code units
	maxBlobSegments = 254
	acmeChallenge   = ".well-known/acme-challenge/"
)

// Object is what the store of the address calls the object. It is refused where the store can have none of
// that name: with UnsupportedBackend, or InvalidAddress if that is for the namespace.
func (a Address) Object() (string, error) {
	switch a.Scheme {
	case azure:
		return a.blob()
	case google:
		return a.googleObject()
	}
	return a.Key(), nil
}

func (a Address) blob() (string, error) {
	n := len(a.Namespace)
	if n < minNamespace || n > maxBucketPart || !containerSyntax.MatchString(a.Namespace) {
		return "", badAddress("no container is named %q", a.Namespace)
	}
	blob := strings.NewReplacer("%", "%25", `\`, "%5C", "./", "%2E/").Replace(a.Key())
	if len(utf16.Encode([]rune(blob))) > maxBlobName {
		return "", errorf(UnsupportedBackend, "the blob's name is too long")
	}
	if strings.Count(blob, "/")+1 > maxBlobSegments {
		return "", errorf(UnsupportedBackend, "the blob's name has too many segments")
	}
	return blob, nil
}

func (a Address) googleObject() (string, error) {
	if !isBucket(a.Namespace) {
		return "", badAddress("no bucket is named %q", a.Namespace)
	}
	if strings.HasPrefix(a.Key(), acmeChallenge) {
		return "", errorf(UnsupportedBackend, "no object's name begins with %s", acmeChallenge)
	}
	return a.Key(), nil
}

func isBucket(name string) bool {
	if len(name) < minNamespace || len(name) > maxBucket || net.ParseIP(name) != nil || googleName.MatchString(name) {
		return false
	}
	for _, part := range strings.Split(name, ".") {
		if len(part) > maxBucketPart || !bucketPartSyntax.MatchString(part) {
			return false
		}
	}
	return true
}
