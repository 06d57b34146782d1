import { createHash } from "node:crypto";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { Address } from "@kstash/core";
import { cborOnly, cborRead, cborRefused } from "./catalog/cbor.js";
import { msgpackRead, msgpackRefused } from "./catalog/msgpack.js";
import {
  cborRefusedData,
  msgpackRefusedData,
  refusedData,
  type RefusedData,
} from "./catalog/refused-data.js";
import { large, type Sample, shared } from "./catalog/shared.js";
import { fromJson, type Json } from "./escapes.js";
import type { BytesVector, CodecVectors, DataVector, Vector } from "./vector.js";

const codecs = { cbor, msgpack };
const NEGATIVE_ZERO = JSON.stringify({ $number: "-0" });

export function cborVectors(): CodecVectors {
  return {
    written: written("cbor", [...shared, ...cborOnly]),
    read: cborRead.map(read),
    refusedBytes: cborRefused.map(refusedBytes),
    refusedData: [...refusedData, ...cborRefusedData].map(refused),
  };
}

export function msgpackVectors(): CodecVectors {
  return {
    written: written("msgpack", shared),
    read: msgpackRead.map(read),
    refusedBytes: msgpackRefused.map(refusedBytes),
    refusedData: [...refusedData, ...msgpackRefusedData].map(refused),
  };
}

function written(codec: Vector["codec"], small: readonly Sample[]): Vector[] {
  return [
    ...small.map((sample) => vector(codec, sample, true)),
    ...large.map((sample) => vector(codec, sample, false)),
  ];
}

function vector(codec: Vector["codec"], [title, data]: Sample, isSmall: boolean): Vector {
  const [namespace, name] = ["stashes", "object"];
  const bytes = codecs[codec].encode(fromJson(data));
  const hex = Buffer.from(bytes).toString("hex");
  const [md5, sha256] = [digest("md5", bytes), digest("sha256", bytes)];
  const addresses = { md5: stored(namespace, name, md5), sha256: stored(namespace, name, sha256) };
  const query = `data=${encodeURIComponent(Buffer.from(bytes).toString("base64"))}${codec === "cbor" ? "" : `&codec=${codec}`}`;
  const inline = Address.from({ scheme: "inline", namespace, name, query }).text;
  return {
    title,
    codec,
    namespace,
    name,
    data,
    ...(JSON.stringify(data) === NEGATIVE_ZERO ? { reads: 0 } : {}),
    ...(isSmall ? { bytes: hex } : { length: bytes.length, start: hex.slice(0, 32) }),
    md5,
    sha256,
    addresses: isSmall ? { ...addresses, inline } : addresses,
  };
}

function stored(namespace: string, name: string, digest: string): Record<string, string> {
  const text = (scheme: string) => Address.from({ scheme, namespace, name, digest }).text;
  return { mem: text("mem"), file: text("file"), s3: text("s3") };
}

function digest(hash: string, bytes: Uint8Array): string {
  return createHash(hash).update(bytes).digest("hex");
}

function read([title, bytes, data]: readonly [string, string, Json]): BytesVector {
  return { title, bytes, data };
}

function refusedBytes([title, bytes]: readonly [string, string]): BytesVector {
  return { title, bytes, code: "STASH_CORRUPTED" };
}

function refused([title, data, path]: RefusedData): DataVector {
  return { title, data, code: "INVALID_DATA", path };
}
