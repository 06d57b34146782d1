import { createHash, randomBytes } from "node:crypto";
import type { BlockBlobClient, BlockBlobCommitBlockListOptions } from "@azure/storage-blob";
import { isThere, type Outcome, retry, sendParts } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { nameOf, statusOf } from "../errors/sdk-error.js";
import { unlessFound } from "./conditional.js";

// "Scalability and performance targets for Blob storage": there are no more blocks.
const LIMITS = { minBytes: 5 * 1024 * 1024, maxParts: 50_000 };

/**
 * Stores a large payload by blocks (Put Block and Put Block List), unless it is there. That is asked
 * first, as Azure itself says so only when all blocks have been sent.
 */
export function putBlocks(
  blob: BlockBlobClient,
  payload: Payload | StreamPayload,
  fields: BlockBlobCommitBlockListOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  // Another write of the blob was completed, which discards all blocks that it did not name.
  const isWorthAnother = (error: unknown) => nameOf(error) === "InvalidBlockList";
  const ask = () => blob.getProperties(signal ? { abortSignal: signal } : {});
  return retry(3, signal, isWorthAnother, async () =>
    (await isThere(ask, statusOf)) ? "found" : upload(blob, payload, fields, signal),
  );
}

async function upload(
  blob: BlockBlobClient,
  payload: Payload | StreamPayload,
  fields: BlockBlobCommitBlockListOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  // Blocks of one blob are shared by all who write it. These are told apart, as what another sends may
  // fail on its way.
  const upload = randomBytes(12).toString("hex");
  const ids = await sendParts(payload, LIMITS, signal, async (index, bytes, abortSignal) => {
    // Azure wants base64, and the same length for all blocks of a blob.
    const id = Buffer.from(`${upload}${String(index).padStart(6, "0")}`).toString("base64");
    const transactionalContentMD5 = createHash("md5").update(bytes).digest();
    await blob.stageBlock(id, bytes, bytes.length, { transactionalContentMD5, abortSignal });
    return id;
  });
  return unlessFound(signal, (conditional) =>
    blob.commitBlockList(ids, { ...fields, ...conditional }),
  );
}
