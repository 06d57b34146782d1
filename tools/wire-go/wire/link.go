package wire

import (
	"regexp"
	"strings"
)

// link is the grammar's rule of that name, but for the characters of path and query.
var linkSyntax = regexp.MustCompile(
	`^[A-Za-z]+://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/([^?]*)(?:\?(.*))?$`)

// parseLink reads a shared link, with the namespace and the name that its text tells (section 11).
func parseLink(scheme, text string) (Address, error) {
	parts := linkSyntax.FindStringSubmatch(text)
	if parts == nil {
		return Address{}, badAddress("a link is a host and a path")
	}
	host, path, query := strings.ToLower(parts[1]), parts[2], parts[3]
	if !isAll(query, func(r rune) bool { return isLinkChar(r) || isOneOf("%/?", r) }) {
		return Address{}, badAddress("the query of a link has a character that has to be escaped")
	}
	decoded, err := unescapePath(path, isLinkChar)
	if err != nil {
		return Address{}, err
	}
	namespace, key := placeOf(host, decoded)
	name, digest := cutDigest(key)
	address := Address{Scheme: scheme, Namespace: namespace, Name: name, Digest: digest, Link: text}
	return address, address.check()
}

// placeOf tells namespace and key from a host in lowercase and a decoded path, by the three rules of
// section 11.
func placeOf(host, path string) (namespace, key string) {
	if at := hostMark.FindStringIndex(host); at != nil {
		return host[:at[0]], path
	}
	if pathStyle.MatchString(host) || !strings.Contains(host, ".") {
		namespace, key, _ = strings.Cut(path, "/")
		return namespace, key
	}
	namespace, _, _ = strings.Cut(host, ".")
	return namespace, path
}

var (
	hostMark = regexp.MustCompile(`\.s3[.-]`)
	// An IP address is in brackets, or of digits and full stops.
	pathStyle = regexp.MustCompile(`^s3[.-]|^[0-9.]+$|^\[|^storage\.googleapis\.com$` +
		`|^[^.]+\.(?:[^.]+\.)?blob\.(?:core|storage)\.`)
)
