import type { Json } from "../escapes.js";

/** An address, what is stored there, who reads it, and what comes of it. */
export interface Retrieval {
  readonly title: string;
  readonly address: string;
  /** What is stored under the address: none for inline, and where nothing is stored. */
  readonly stored?: { readonly contentType: string; readonly bytes: string };
  /** The reader's codecs, the first one first. */
  readonly codecs: readonly ("cbor" | "msgpack")[];
  /** What is read; or the code of the error. */
  readonly data?: Json;
  readonly code?: string;
}

const both = ["cbor", "msgpack"] as const;
const pythonFirst = ["msgpack", "cbor"] as const;
const cbor = ["cbor"] as const;

const marked = "inline://stashes/object?data=gaRkYXRhew%3D%3D&codec=msgpack";
const unmarked = "inline://stashes/object?data=gaRkYXRhew%3D%3D";
const inCbor = "inline://stashes/object?data=oWRkYXRhGHs%3D";
const object: Json = { data: 123 };

const refusedQueries: readonly (readonly [title: string, query: string])[] = [
  ["no data", "codec=cbor"],
  ["data twice", "data=DA%3D%3D&data=DA%3D%3D"],
  ["base64 without its padding", "data=DA"],
  ["base64 with a plus sign that stands for a space", "data=+A%3D%3D"],
  ["the alphabet of base64url", "data=-_8%3D"],
  ["base64 with stray bits", "data=DB%3D%3D"],
  ["an escape that is no UTF-8", "data=%FF"],
  ["data without an equals sign", "data"],
  ["a field name in another case", "DATA=DA%3D%3D"],
  ["an escape in a field name", "d%61ta=DA%3D%3D"],
  ["the mark twice", "data=DA%3D%3D&codec=cbor&codec=cbor"],
  ["a mark that is no UTF-8", "data=DA%3D%3D&codec=%FF"],
];

/** Inline addresses. */
export const inlineRetrievals: readonly Retrieval[] = [
  { title: "no mark: the first codec reads", address: inCbor, codecs: both, data: object },
  {
    title: "no mark, as the Python edition writes it",
    address: unmarked,
    codecs: pythonFirst,
    data: object,
  },
  { title: "a mark: the codec of that name reads", address: marked, codecs: both, data: object },
  { title: "a mark, whichever codec is first", address: marked, codecs: pythonFirst, data: object },
  { title: "the mark of CBOR", address: `${inCbor}&codec=cbor`, codecs: pythonFirst, data: object },
  {
    title: "the mark before the data",
    address: "inline://n/x?codec=msgpack&data=wA%3D%3D",
    codecs: both,
    data: null,
  },
  { title: "a field that nobody knows", address: `${inCbor}&x=1`, codecs: both, data: object },
  {
    title: "fields that nobody knows, twice and not form-encoded",
    address: "inline://n/x?&x=%zz&data=DA%3D%3D&x&x=%FF&",
    codecs: both,
    data: 12,
  },
  {
    title: "an escape in the mark",
    address: `${unmarked}&codec=msg%70ack`,
    codecs: both,
    data: object,
  },
  {
    title: "data that is empty: no bytes",
    address: "inline://n/x?data=",
    codecs: both,
    code: "STASH_CORRUPTED",
  },
  {
    title: "a mark that is empty",
    address: `${inCbor}&codec=`,
    codecs: both,
    code: "UNSUPPORTED_OPERATION",
  },
  {
    title: "a mark in capitals",
    address: `${inCbor}&codec=CBOR`,
    codecs: both,
    code: "UNSUPPORTED_OPERATION",
  },
  { title: "unescaped padding", address: "inline://n/x?data=DA==", codecs: both, data: 12 },
  {
    title: "the mark of a codec that is not there",
    address: marked,
    codecs: cbor,
    code: "UNSUPPORTED_OPERATION",
  },
  {
    title: "the mark of a codec that nobody knows",
    address: `${inCbor}&codec=json`,
    codecs: both,
    code: "UNSUPPORTED_OPERATION",
  },
  {
    title: "bytes that the codec does not read",
    address: unmarked,
    codecs: cbor,
    code: "STASH_CORRUPTED",
  },
  ...refusedQueries.map(([title, query]): Retrieval => ({
    title,
    address: `inline://n/x?${query}`,
    codecs: cbor,
    code: "INVALID_ADDRESS",
  })),
];

const at = (digest: string) => `s3://stashes/object.${digest}`;
const MSGPACK = "34472d91b2f84052bf26d4eaa862ef86";
const CBOR = "88d340efd6a85550a75bef32d5c2e973";

/** Stored objects. */
export const storedRetrievals: readonly Retrieval[] = [
  ...["application/cbor", "Application/CBOR; q=1"].map((contentType): Retrieval => ({
    title: "CBOR",
    address: at(CBOR),
    stored: { contentType, bytes: "a16464617461187b" },
    codecs: pythonFirst,
    data: object,
  })),
  ...[
    "application/vnd.msgpack",
    "application/msgpack",
    "application/x-msgpack",
    "binary/octet-stream",
  ].map((contentType): Retrieval => ({
    title: "MessagePack",
    address: at(MSGPACK),
    stored: { contentType, bytes: "81a4646174617b" },
    codecs: both,
    data: object,
  })),
  ...["application/octet-stream", "text/plain", ""].map((contentType): Retrieval => ({
    title: "a type that no codec claims: nothing is guessed",
    address: at(MSGPACK),
    stored: { contentType, bytes: "81a4646174617b" },
    codecs: both,
    code: "UNSUPPORTED_OPERATION",
  })),
  {
    title: "SHA-256",
    address: at("b6830a8db758420aae8f259edf1dfb8e67fb362f07f0a1283fe5f97b0de5e4c7"),
    stored: { contentType: "application/cbor", bytes: "a16464617461187b" },
    codecs: both,
    data: object,
  },
  {
    title: "a type whose codec is not there",
    address: at(MSGPACK),
    stored: { contentType: "binary/octet-stream", bytes: "81a4646174617b" },
    codecs: cbor,
    code: "UNSUPPORTED_OPERATION",
  },
  {
    title: "other bytes than the digest says",
    address: at(MSGPACK),
    stored: { contentType: "application/vnd.msgpack", bytes: "81a4646174617c" },
    codecs: both,
    code: "STASH_CORRUPTED",
  },
  {
    title: "other bytes than the digest says, of a type that no codec claims",
    address: at(MSGPACK),
    stored: { contentType: "text/html", bytes: "81a4646174617c" },
    codecs: both,
    code: "STASH_CORRUPTED",
  },
  {
    title: "bytes that the codec does not read",
    address: at("d41d8cd98f00b204e9800998ecf8427e"),
    stored: { contentType: "application/cbor", bytes: "" },
    codecs: both,
    code: "STASH_CORRUPTED",
  },
  { title: "nothing there", address: at(MSGPACK), codecs: both, code: "STASH_NOT_FOUND" },
  { title: "no address", address: "s3://stashes/object", codecs: both, code: "INVALID_ADDRESS" },
  {
    title: "a scheme that nobody serves",
    address: `ftp://stashes/object.${MSGPACK}`,
    codecs: both,
    code: "UNSUPPORTED_BACKEND",
  },
];
