import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c } from "./crc32c.js";
import { S3Error } from "./errors.js";

/** Computes a checksum: takes bytes, and gives the digest at the end. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const hashers = {
  crc32: () => crcHasher(crc32),
  crc32c: () => crcHasher(crc32c),
  sha1: () => hashHasher("sha1"),
  sha256: () => hashHasher("sha256"),
};

/** The algorithms of `x-amz-checksum-…` that this server knows. */
export type ChecksumAlgorithm = keyof typeof hashers;
export const checksumAlgorithms = Object.keys(hashers) as ChecksumAlgorithm[];

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(hashers, name);
}

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  return hashers[algorithm]();
}

/**
 * The checksums in headers or trailers, in base64, by algorithm.
 * @throws S3Error InvalidRequest for a value of another length, NotImplemented for another algorithm
 */
export function statedChecksums(headers: Record<string, string>): Map<ChecksumAlgorithm, string> {
  const stated = new Map<ChecksumAlgorithm, string>();
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = /^x-amz-checksum-(crc\w+|sha\w+)$/.exec(name)?.[1];
    if (!algorithm) continue;
    stated.set(known(algorithm), checked(algorithm as ChecksumAlgorithm, value, name));
  }
  return stated;
}

/** The algorithms that `x-amz-trailer` announces. */
export function announcedChecksums(header: string | undefined): ChecksumAlgorithm[] {
  const names = (header ?? "").toLowerCase().split(",");
  return names.flatMap((name) => {
    const algorithm = /^\s*x-amz-checksum-(\w+)\s*$/.exec(name)?.[1];
    return algorithm ? [known(algorithm)] : [];
  });
}

function known(algorithm: string): ChecksumAlgorithm {
  if (isChecksumAlgorithm(algorithm)) return algorithm;
  throw new S3Error("NotImplemented", {}, `The checksum ${algorithm} is not implemented.`);
}

function checked(algorithm: ChecksumAlgorithm, value: string, header: string): string {
  const length = createHasher(algorithm).digest().length;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length === length && bytes.toString("base64") === value) return value;
  throw new S3Error("InvalidRequest", {}, `Value for ${header} header is invalid.`);
}

function crcHasher(crc: (bytes: Uint8Array, previous: number) => number): Hasher {
  let value = 0;
  return {
    update: (bytes) => void (value = crc(bytes, value)),
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

function hashHasher(name: string): Hasher {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
