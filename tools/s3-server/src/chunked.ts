import type { Chunks } from "./answer.js";
import { ByteReader } from "./byte-reader.js";
import { S3Error } from "./errors.js";

/** Told of each chunk as it passes, and of the trailers after the last one. */
export interface ChunkChecks {
  data(bytes: Buffer): void;
  /** At a chunk's end; `signature` is what its first line states. */
  end(signature: string | undefined): void;
  trailers(trailers: Record<string, string>): void;
}

/**
 * Unwraps Content-Encoding aws-chunked: `size[;chunk-signature=…] CRLF bytes CRLF`, up to a chunk of
 * size 0, then trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @throws S3Error IncompleteBody if the framing is broken
 */
export async function* decodeChunked(source: Chunks, checks: ChunkChecks): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    while (yield* decodeChunk(reader, checks));
    checks.trailers(await readTrailers(reader));
  } finally {
    await reader.close();
  }
}

// Returns whether another one follows.
async function* decodeChunk(
  reader: ByteReader,
  checks: ChunkChecks,
): AsyncGenerator<Buffer, boolean, void> {
  const fields = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(await reader.line());
  if (!fields) throw new S3Error("IncompleteBody", {}, "A chunk's first line is malformed.");
  const size = Number.parseInt(fields[1] ?? "", 16);
  for await (const bytes of reader.bytes(size)) {
    checks.data(bytes);
    yield bytes;
  }
  checks.end(fields[2]);
  if (size === 0) return false;
  if ((await reader.line()) !== "") {
    throw new S3Error("IncompleteBody", {}, "A chunk is longer than its first line states.");
  }
  return true;
}

async function readTrailers(reader: ByteReader): Promise<Record<string, string>> {
  const trailers: Record<string, string> = {};
  for (;;) {
    const line = await reader.line();
    if (line === "") return trailers;
    const colon = line.indexOf(":");
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}
