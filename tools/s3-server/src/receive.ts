import { createHash, randomUUID } from "node:crypto";
import type { Authenticated } from "./authentication.js";
import {
  announcedChecksums,
  createHasher,
  statedChecksums,
  type ChecksumAlgorithm,
} from "./checksums.js";
import type { Content, Storage } from "./content.js";
import { S3Error } from "./errors.js";
import { openPayload } from "./payload.js";
import type { S3Request } from "./request.js";

/** A body that was read whole and found to be what its headers and trailers state. */
export interface Received {
  readonly content: Content;
  /** In lowercase hex. */
  readonly md5: string;
  /** Those that the request stated, in base64. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

/**
 * Reads a request's body into `storage`.
 * @throws S3Error BadDigest, InvalidDigest, InvalidRequest, XAmzContentSHA256Mismatch, IncompleteBody,
 *   SignatureDoesNotMatch (of a chunk), and those of openPayload; nothing is kept then
 */
export async function receive(
  request: S3Request,
  authenticated: Authenticated,
  storage: Storage,
): Promise<Received> {
  const payload = openPayload(request, authenticated);
  const contentMd5 = readContentMd5(request.headers["content-md5"]);
  const stated = statedChecksums(request.headers);
  const announced = announcedChecksums(request.headers["x-amz-trailer"]);
  const algorithms = [...new Set([...stated.keys(), ...announced])];
  const hashers = algorithms.map((name) => [name, createHasher(name)] as const);
  const md5 = createHash("md5");
  const sha256 = payload.sha256 && createHash("sha256");

  const writer = storage.writer();
  try {
    let length = 0;
    for await (const chunk of payload.chunks) {
      length += chunk.length;
      md5.update(chunk);
      if (sha256) sha256.update(chunk);
      for (const [, hasher] of hashers) hasher.update(chunk);
      await writer.write(chunk);
    }
    if (length !== payload.length) throw new S3Error("IncompleteBody");
    if (sha256 && sha256.digest("hex") !== payload.sha256) {
      throw new S3Error("XAmzContentSHA256Mismatch");
    }
    const digest = md5.digest("hex");
    if (contentMd5 && contentMd5 !== digest) throw new S3Error("BadDigest");
    for (const [name, value] of statedChecksums(payload.trailers)) stated.set(name, value);
    const computed = hashers.map(([name, hasher]) => [name, base64(hasher.digest())] as const);
    for (const [name, value] of computed) checkStated(name, value, stated.get(name));
    return { content: await writer.finish(), md5: digest, checksums: new Map(computed) };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** The same, but whatever the request states of the body is believed: a server's hashing is no part of what is measured. */
export async function receiveUnchecked(
  request: S3Request,
  authenticated: Authenticated,
  storage: Storage,
): Promise<Received> {
  const writer = storage.writer();
  try {
    const payload = openPayload(request, authenticated);
    for await (const chunk of payload.chunks) await writer.write(chunk);
    const content = await writer.finish();
    const stated = [...statedChecksums(request.headers), ...statedChecksums(payload.trailers)];
    return { content, md5: randomUUID().replaceAll("-", ""), checksums: new Map(stated) };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

function readContentMd5(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, "base64");
  if (bytes.length !== 16) throw new S3Error("InvalidDigest", { "Content-MD5": header });
  return bytes.toString("hex");
}

function checkStated(name: string, computed: string, stated: string | undefined): void {
  if (stated === computed) return;
  const message = `The ${name.toUpperCase()} you specified did not match the calculated checksum.`;
  throw new S3Error("BadDigest", {}, message);
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64");
}

/** A body as text: an XML document in ASCII. */
export async function readText({ content }: Received): Promise<string> {
  let text = "";
  for await (const chunk of content.read(0, content.size)) text += chunk.toString("latin1");
  return text;
}
