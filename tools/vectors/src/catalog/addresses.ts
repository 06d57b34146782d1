const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";
const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** Texts that are read, and are written differently: the right one stands beside. */
export const readAddresses: readonly (readonly [title: string, text: string, written: string])[] = [
  ["the scheme in capitals", `S3://stashes/a.${MD5}`, `s3://stashes/a.${MD5}`],
  ["an escape in lowercase", `s3://stashes/a%3fb.${MD5}`, `s3://stashes/a%3Fb.${MD5}`],
  ["an escape that is not needed", `s3://stashes/%61%2Db.${MD5}`, `s3://stashes/a-b.${MD5}`],
  [
    "a space, as the Python edition writes it",
    `s3://stashes/a b.${MD5}`,
    `s3://stashes/a%20b.${MD5}`,
  ],
  [
    "Unicode, as the Python edition writes it",
    `mem://stashes/há.${MD5}`,
    `mem://stashes/h%C3%A1.${MD5}`,
  ],
  [
    "quotes, as the Python edition writes them",
    `mem://stashes/"a".${MD5}`,
    `mem://stashes/%22a%22.${MD5}`,
  ],
  ["an empty query", `s3://stashes/a.${MD5}?`, `s3://stashes/a.${MD5}`],
  ["an escaped dot", `s3://stashes/a%2E${SHA256}`, `s3://stashes/a.${SHA256}`],
  ["an inline name with a space", "inline://n/a b?data=wA%3D%3D", "inline://n/a%20b?data=wA%3D%3D"],
];

/** Texts that are no address. */
export const refusedAddresses: readonly (readonly [title: string, text: string])[] = [
  ["empty", ""],
  ["no scheme", "context"],
  ["no scheme before ://", `://stashes/a.${MD5}`],
  ["a scheme that starts with a digit", `3s://stashes/a.${MD5}`],
  ["a space before the scheme", ` s3://stashes/a.${MD5}`],
  ["one slash", `s3:/stashes/a.${MD5}`],
  ["no path", "s3://stashes"],
  ["a query before the path", "s3://stashes?x=/a"],
  ["no digest", "s3://stashes/context"],
  ["a digest of 31 characters", `s3://stashes/a.${MD5.slice(1)}`],
  ["a digest of 33 characters", `s3://stashes/a.${MD5}0`],
  ["a digest of 40 characters", `s3://stashes/a.${MD5}01234567`],
  ["a digest in capitals", `s3://stashes/a.${MD5.toUpperCase()}`],
  ["no name before the digest", `s3://stashes/.${MD5}`],
  ["no namespace", `s3:///a.${MD5}`],
  ["a user in the namespace", `s3://user@stashes/a.${MD5}`],
  ["a port in the namespace", `s3://stashes:80/a.${MD5}`],
  ["an escape in the namespace", `s3://st%61shes/a.${MD5}`],
  ["an empty first segment", `s3://stashes//a.${MD5}`],
  ["an empty segment", `s3://stashes/a//b.${MD5}`],
  ["a name that ends in a slash", `s3://stashes/a/.${MD5}`],
  ["the segment ..", `s3://stashes/../a.${MD5}`],
  ["the segment .., escaped", `s3://stashes/%2e%2E/a.${MD5}`],
  ["the segment .", `s3://stashes/./a.${MD5}`],
  ["an escaped slash", `s3://stashes/a%2Fb.${MD5}`],
  ["an escaped slash in lowercase", `s3://stashes/a%2fb.${MD5}`],
  ["an escaped control character", `s3://stashes/a%00b.${MD5}`],
  ["an escaped C1 control", `s3://stashes/a%C2%85b.${MD5}`],
  ["a newline", `s3://stashes/a\nb.${MD5}`],
  ["a lone surrogate", `s3://stashes/\ud800.${MD5}`],
  ["a percent sign that starts no escape", `s3://stashes/100%.${MD5}`],
  ["an escape that is no UTF-8", `s3://stashes/%ff.${MD5}`],
  ["an escaped surrogate", `s3://stashes/%ED%A0%80.${MD5}`],
  ["a fragment", `s3://stashes/a.${MD5}#f`],
  ["a number sign in the name", `s3://stashes/a#b.${MD5}`],
  ["a question mark in the name", `s3://stashes/a?b.${MD5}`],
  ["a space in the query", `s3://stashes/a.${MD5}?x=a b`],
  ["a number sign in the query", `s3://stashes/a.${MD5}?x=#`],
  ["an inline address without a name", "inline://n/?data=wA%3D%3D"],
  ["an inline address without a path", "inline://n?data=wA%3D%3D"],
  ["a name that is too long", `s3://stashes/${"x".repeat(992)}.${MD5}`],
  ["a name that is too long for SHA-256", `s3://stashes/${"x".repeat(960)}.${SHA256}`],
];

const QUERY = "X-Amz-Expires=10&X-Amz-Signature=0a%2F";

/** Shared links: what their text says of the stash, where no metadata says better. */
export const links: readonly (readonly [text: string, namespace: string, name: string])[] = [
  [`https://stashes.s3.amazonaws.com/context.${MD5}?${QUERY}`, "stashes", "context"],
  [`https://stashes.s3.eu-west-1.amazonaws.com/a/b.${MD5}?${QUERY}`, "stashes", "a/b"],
  [`https://my.bucket.s3.eu-west-1.amazonaws.com/a.${MD5}`, "my.bucket", "a"],
  [`https://stashes.s3-us-west-2.amazonaws.com/a.${SHA256}`, "stashes", "a"],
  [`https://stashes.s3.dualstack.eu-west-1.amazonaws.com/a.${MD5}`, "stashes", "a"],
  [`https://s3.eu-west-1.amazonaws.com/stashes/a/b.${MD5}?${QUERY}`, "stashes", "a/b"],
  [`https://s3-us-west-2.amazonaws.com/stashes/a.${MD5}`, "stashes", "a"],
  [`https://127.0.0.1:9000/stashes/a.${MD5}`, "stashes", "a"],
  [`https://[::1]:9000/stashes/a.${MD5}`, "stashes", "a"],
  [`https://localhost/stashes/a.${MD5}`, "stashes", "a"],
  [`http://localhost:9000/stashes/a.${MD5}`, "stashes", "a"],
  [`https://stashes.minio.example.com/a.${MD5}`, "stashes", "a"],
  [`https://storage.googleapis.com/stashes/a/b.${MD5}?X-Goog-Expires=10`, "stashes", "a/b"],
  [`https://account.blob.core.windows.net/stashes/a/b.${MD5}?sp=r&sig=0a%2F`, "stashes", "a/b"],
  [`https://account.z01.blob.storage.azure.net/stashes/a.${MD5}`, "stashes", "a"],
  [`https://Stashes.S3.Amazonaws.com:443/a%20b%2ec.${MD5}?b=%7E&&a`, "stashes", "a b.c"],
];

/** What looks like a link, and is none. */
export const refusedLinks: readonly (readonly [title: string, text: string])[] = [
  ["no path", "https://stashes.s3.amazonaws.com"],
  ["a user and a password", `https://user:pw@stashes.s3.amazonaws.com/a.${MD5}`],
  ["no host", `https:///a.${MD5}`],
  ["an escape in the host", `https://st%61shes.s3.amazonaws.com/a.${MD5}`],
  ["a port that is no number", `https://localhost:x/stashes/a.${MD5}`],
  ["no digest", "https://stashes.s3.amazonaws.com/a"],
  ["a fragment", `https://stashes.s3.amazonaws.com/a.${MD5}#f`],
  ["a space", `https://stashes.s3.amazonaws.com/a b.${MD5}`],
  ["beyond ASCII", `https://stashes.s3.amazonaws.com/ü.${MD5}`],
  ["an escaped slash", `https://stashes.s3.amazonaws.com/a%2Fb.${MD5}`],
  ["no bucket in a path-style link", `https://localhost/a.${MD5}`],
  ["the segment ..", `https://stashes.s3.amazonaws.com/../a.${MD5}`],
];
