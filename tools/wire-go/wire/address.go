package wire

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Address is what an address says: of a stored payload where it is, of an inline one the payload
// itself, of a link where it leads.
type Address struct {
	// Scheme is in lowercase: mem, file, s3, …; inline; https, http.
	Scheme    string
	Namespace string
	Name      string
	// Digest is in lowercase hexadecimal. An inline address has none.
	Digest string
	// Query is what follows the question mark, with its escapes. Only that of an inline address means
	// something.
	Query string
	// Link is the text of a link, to the letter.
	Link string
}

var schemeSyntax = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)

// Key is what the payload is stored under (section 2).
func (a Address) Key() string {
	if a.Digest == "" {
		return a.Name
	}
	return a.Name + "." + a.Digest
}

// String is the written form of section 3.
func (a Address) String() string {
	if a.Link != "" {
		return a.Link
	}
	text := a.Scheme + "://" + a.Namespace + "/" + escape(a.Name, func(r rune) bool { return r == '/' || isPchar(r) })
	if a.Digest != "" {
		text += "." + a.Digest
	}
	if a.Query != "" {
		text += "?" + a.Query
	}
	return text
}

// NewAddress is the address of a payload that is stored.
func NewAddress(scheme, namespace, name, digest string) (Address, error) {
	address := Address{Scheme: scheme, Namespace: namespace, Name: name, Digest: digest}
	if !schemeSyntax.MatchString(scheme) || scheme != strings.ToLower(scheme) {
		return Address{}, badAddress("%q is no scheme", scheme)
	}
	if scheme == "inline" || scheme == "https" || scheme == "http" {
		return Address{}, badAddress("%s is no scheme of a stored payload", scheme)
	}
	return address, address.check()
}

func (a Address) check() error {
	if err := checkNamespace(a.Namespace); err != nil {
		return err
	}
	if a.Scheme == "inline" {
		return checkName(a.Name, md5Length)
	}
	if !digestSyntax.MatchString(a.Digest) {
		return badAddress("the path does not end in a digest")
	}
	return checkName(a.Name, len(a.Digest))
}

// ParseAddress reads an address: read-address of section 3.
func ParseAddress(text string) (Address, error) {
	if !utf8.ValidString(text) {
		return Address{}, badAddress("%q is not well-formed Unicode", text)
	}
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || !schemeSyntax.MatchString(scheme) {
		return Address{}, badAddress("%q starts with no scheme", text)
	}
	scheme = strings.ToLower(scheme)
	if scheme == "https" || scheme == "http" {
		return parseLink(scheme, text)
	}
	namespace, rest, ok := strings.Cut(rest, "/")
	if !ok {
		return Address{}, badAddress("%q has no path", text)
	}
	path, query, _ := strings.Cut(rest, "?")
	if !isAll(query, func(r rune) bool { return isPchar(r) || isOneOf("/?%", r) }) {
		return Address{}, badAddress("the query of %q has a character that has to be escaped", text)
	}
	path, err := unescapePath(path, isReadChar)
	if err != nil {
		return Address{}, err
	}
	address := Address{Scheme: scheme, Namespace: namespace, Name: path, Query: query}
	if scheme != "inline" {
		address.Name, address.Digest = cutDigest(path)
	}
	return address, address.check()
}

// cutDigest takes what follows the last full stop of a decoded path for the digest.
func cutDigest(path string) (name, digest string) {
	at := strings.LastIndexByte(path, '.')
	if at < 0 {
		return path, ""
	}
	return path[:at], path[at+1:]
}
