import { createHash } from "node:crypto";
import type { Authenticated } from "./authentication.js";
import type { ChunkChecks } from "./chunked.js";
import { S3Error } from "./errors.js";
import { sameSignature, scopeText, sha256, sign } from "./signature.js";

const signatureTrailer = "x-amz-trailer-signature";

/**
 * Checks a chain of signatures, each over the one before it: the request's, each chunk's, and
 * (`withTrailer`) the trailers'.
 */
export function chunkSignatures(
  seed: NonNullable<Authenticated["seed"]>,
  withTrailer: boolean,
): ChunkChecks {
  let previous = seed.signature;
  let hash = createHash("sha256");

  const check = (kind: string, lines: readonly string[], stated: string | undefined) => {
    const head = [`AWS4-HMAC-SHA256-${kind}`, seed.timestamp, scopeText(seed.scope), previous];
    const text = [...head, ...lines].join("\n");
    previous = sign(seed.key, text);
    if (stated && sameSignature(previous, stated)) return;
    throw new S3Error("SignatureDoesNotMatch", { StringToSign: text });
  };

  return {
    data: (bytes) => void hash.update(bytes),
    end(signature) {
      check("PAYLOAD", [sha256(""), hash.digest("hex")], signature);
      hash = createHash("sha256");
    },
    trailers({ [signatureTrailer]: signature, ...trailers }) {
      if (!withTrailer) return;
      const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\n`);
      check("TRAILER", [sha256(lines.toSorted().join(""))], signature);
    },
  };
}
