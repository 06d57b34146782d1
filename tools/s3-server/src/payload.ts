import type { Chunks } from "./answer.js";
import type { Authenticated } from "./authentication.js";
import { chunkSignatures } from "./chunk-signatures.js";
import { decodeChunked, type ChunkChecks } from "./chunked.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";

/** A request's body without its framing. */
export interface Payload {
  readonly chunks: Chunks;
  /** How many bytes `chunks` has to give. */
  readonly length: number;
  /** What x-amz-content-sha256 states; undefined where it is a word instead. */
  readonly sha256: string | undefined;
  /** Complete once `chunks` has been read. */
  readonly trailers: Readonly<Record<string, string>>;
}

const unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

/**
 * Opens the body as x-amz-content-sha256 says that it is framed and signed.
 * @throws S3Error MissingContentLength, InvalidArgument, NotImplemented
 */
export function openPayload(request: S3Request, { payloadHash, seed }: Authenticated): Payload {
  // The stream is read to its end even where the answer is an error: the connection lives on.
  const body: Chunks = request.body.iterator({ destroyOnReturn: false });
  if (payloadHash === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(payloadHash)) {
    const sha256 = payloadHash.length === 64 ? payloadHash : undefined;
    return { chunks: body, length: contentLength(request), sha256, trailers: {} };
  }
  const trailers: Record<string, string> = {};
  const checks = [
    { ...none, trailers: (given) => void Object.assign(trailers, given) } as ChunkChecks,
  ];
  if (payloadHash === signed || payloadHash === `${signed}-TRAILER`) {
    if (seed) checks.push(chunkSignatures(seed, payloadHash !== signed));
  } else if (payloadHash !== unsigned) {
    throw new S3Error("InvalidArgument", {}, "x-amz-content-sha256 is none of the known values.");
  }
  const length = Number(request.headers["x-amz-decoded-content-length"] ?? Number.NaN);
  if (!Number.isSafeInteger(length)) throw new S3Error("MissingContentLength");
  return { chunks: decodeChunked(body, all(checks)), length, sha256: undefined, trailers };
}

const none: ChunkChecks = { data() {}, end() {}, trailers() {} };

function all(checks: readonly ChunkChecks[]): ChunkChecks {
  return {
    data: (bytes) => checks.forEach((check) => check.data(bytes)),
    end: (signature) => checks.forEach((check) => check.end(signature)),
    trailers: (trailers) => checks.forEach((check) => check.trailers(trailers)),
  };
}

// Only aws-chunked may come without a length.
function contentLength({ sentHeaders }: S3Request): number {
  const length = sentHeaders["content-length"];
  if (length === undefined) throw new S3Error("MissingContentLength");
  return Number(length);
}
