package wire

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxKeyBytes is how long a key can be (section 2), and so a name with the digest that follows it.
const maxKeyBytes = 1024

// An inline name is as long as one that an MD5 digest follows.
const md5Length = 32

var namespaceSyntax = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$`)

func checkNamespace(namespace string) error {
	if !namespaceSyntax.MatchString(namespace) {
		return badAddress("%q is no namespace: letters, digits, full stops, underscores and hyphens, at most 255", namespace)
	}
	return nil
}

// checkName refuses what is no name, or is too long where a digest of that length follows.
func checkName(name string, digestLength int) error {
	if !utf8.ValidString(name) {
		return badAddress("the name %q is not well-formed Unicode", name)
	}
	if strings.IndexFunc(name, isControl) >= 0 {
		return badAddress("the name %q has a control character", name)
	}
	for _, segment := range strings.Split(name, "/") {
		if segment == "" || segment == "." || segment == ".." {
			return badAddress("the name %q has the segment %q", name, segment)
		}
	}
	if limit := maxKeyBytes - 1 - digestLength; len(name) > limit {
		return badAddress("the name has %d bytes, of %d that it may have", len(name), limit)
	}
	return nil
}

func isControl(r rune) bool { return r <= 0x1f || 0x7f <= r && r <= 0x9f }

// isUnreserved, isSubDelim and isPchar are of RFC 3986, without its escapes (section 3).
func isUnreserved(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || isOneOf("-._~", r)
}

func isSubDelim(r rune) bool { return isOneOf("!$&'()*+,;=", r) }

func isPchar(r rune) bool { return isUnreserved(r) || isSubDelim(r) || isOneOf(":@", r) }

// isReadChar is read-char: what stands for itself in a name that is read.
func isReadChar(r rune) bool { return !isControl(r) && !isOneOf("#%/?", r) }

// isLinkChar is link-char: what stands for itself in a link.
func isLinkChar(r rune) bool { return isPchar(r) || isOneOf("[]", r) }

func isOneOf(chars string, r rune) bool { return strings.ContainsRune(chars, r) }

func isAll(text string, is func(rune) bool) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !is(r) }) < 0
}
