import fc from "fast-check";

const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";
const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** One of some words, with blanks between them. */
const oneOf = (words: string) => fc.constantFrom(...words.split(" "));

export const digest = fc.constantFrom(MD5, SHA256);

export const namespace = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);

const segment = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  oneOf(`% %2F ? # & + ..a ... ü u\u0308 x.${MD5}`),
  fc.constant("a b"),
);

/** Names, and some texts that are none. */
export const name = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"));

const piece = fc.oneof(
  oneOf("/ . .. % %2 %2F %20 %C3%BC %e2%82 %00 %7F %2e"),
  oneOf('a b/c ü " [ # ? & = + @ : \\ \u0085'),
  fc.constant(" "),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const soup = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));

const query = fc.oneof(
  oneOf("?x=1 ?a=%7E&&b ?data=9g%3D%3D ?[x] ?%zz ?/? ?"),
  fc.constantFrom("", "?a b"),
  soup.map((text) => `?${text}`),
);

const suffix = oneOf(`.${MD5} .${MD5} .${SHA256} %2E${MD5}`);

/** Texts that are addresses, or nearly. */
export const addressText = fc
  .record({
    scheme: oneOf("s3 S3 inline Inline mem a+b.c-1 1s s_3"),
    separator: oneOf(":// :// :// :// :/"),
    namespace: fc.oneof({ weight: 4, arbitrary: namespace }, { weight: 1, arbitrary: soup }),
    path: fc.oneof(soup, name, oneOf("a a/b a%20b.c %61"), fc.constant("a b")),
    suffix: fc.oneof({ weight: 4, arbitrary: suffix }, fc.constantFrom("", ".", `.x${MD5}`)),
    query,
  })
  .map((is) => `${is.scheme}${is.separator}${is.namespace}/${is.path}${is.suffix}${is.query}`);

const host = fc.oneof(
  oneOf("stashes.s3.amazonaws.com My.Bucket.s3-eu.x a.s3.s3.b s3.a.s3.b 1.2.3.4.s3-x"),
  oneOf("s3.x.com s3-a.b localhost 127.0.0.1:9000 1.2.3 999.1.1.1 [::1]:1"),
  oneOf("stashes.minio.example.com a.b. A.b"),
  oneOf("[::zz] .s3.x -a.b _a.b a:123456 u@h h: .. [::1 a%62"),
  soup,
);

const key = oneOf("a/b stashes/a%20b stashes/c/d Stashes/[x].%c3%bc stashes/a:b@c");

/** Texts that are links, or nearly. */
export const linkText = fc
  .record({
    scheme: oneOf("https http HTTPS"),
    host,
    path: fc.oneof({ weight: 3, arbitrary: key }, oneOf("a /a a//b"), soup),
    suffix: fc.oneof({ weight: 4, arbitrary: suffix }, fc.constant("")),
    query,
  })
  .map((is) => `${is.scheme}://${is.host}/${is.path}${is.suffix}${is.query}`);

const goodData = oneOf("data=9g%3D%3D data=9g== data=wA%3D%3D data=DA%3D%3D x=1");

const field = fc.oneof(
  oneOf("codec=cbor codec=msgpack x=1 x=%FF x=%zz = DATA=9g=="),
  oneOf("codec=cbor codec=msgpack x=1 x=%FF"),
  goodData,
  oneOf("data= data d%61ta=9g== data=9g data=9h== data=+g== data=9g=== data=D%0AA%3D%3D data=%zz"),
  oneOf("codec= codec codec=json codec=CBOR codec=%63bor codec=%FF"),
  fc.constant(""),
);

/** Queries of inline addresses, or nearly. */
export const inlineQuery = fc
  .tuple(fc.array(field, { maxLength: 3 }), goodData, fc.nat(3))
  .map(([fields, good, at]) => [...fields.slice(0, at), good, ...fields.slice(at)].join("&"));
