package wire

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
)

// Hash names what a digest is made with (section 4).
type Hash string

// The hashes. A digest's length tells them apart.
const (
	MD5    Hash = "md5"
	SHA256 Hash = "sha256"
)

var digestSyntax = regexp.MustCompile(`^(?:[0-9a-f]{32}|[0-9a-f]{64})$`)

// Digest returns the digest of encoded bytes, in lowercase hexadecimal.
func Digest(hash Hash, bytes []byte) string {
	if hash == SHA256 {
		sum := sha256.Sum256(bytes)
		return hex.EncodeToString(sum[:])
	}
	sum := md5.Sum(bytes)
	return hex.EncodeToString(sum[:])
}

// verify refuses bytes that are not those of the digest (section 1).
func verify(digest string, bytes []byte) error {
	hash := MD5
	if len(digest) == 2*sha256.Size {
		hash = SHA256
	}
	if actual := Digest(hash, bytes); actual != digest {
		return corrupted("the digest of the bytes is %s, that of the address %s", actual, digest)
	}
	return nil
}
