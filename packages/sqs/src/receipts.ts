import { deleteBody } from "./aws/objects.js";
import { mapParallel } from "./parallel.js";
import { type Origin, unmarkHandle } from "./receipt-handle.js";
import type { Settings } from "./settings.js";

interface Entry {
  readonly Id?: string;
  readonly ReceiptHandle?: string;
}

interface Input extends Entry {
  readonly Entries?: readonly Entry[];
}

interface Output {
  readonly Successful?: readonly { readonly Id?: string }[];
}

/** The call with the queue's own receipt handles. */
export function withQueueHandles<T extends Input>(input: T): T {
  const Entries = input.Entries?.map(withQueueHandle);
  return { ...withQueueHandle(input), ...(Entries && { Entries }) };
}

/**
 * Releases what the deleted messages referred to: of a batch, those whose deletion is confirmed. The
 * messages are gone, so a failure is reported and fails nothing.
 */
export async function releaseDeleted(
  input: Input,
  output: Output,
  settings: Settings,
): Promise<void> {
  const confirmed = new Set(output.Successful?.map(({ Id }) => Id));
  const deleted = input.Entries?.filter(({ Id }) => confirmed.has(Id)) ?? [input];
  const origins = deleted.flatMap(({ ReceiptHandle = "" }) => unmarkHandle(ReceiptHandle).origins);
  await mapParallel(origins, async (origin) => {
    try {
      await release(origin, settings);
    } catch (error) {
      await settings.onError(error as Error);
    }
  });
}

async function release(origin: Origin, { kstash, config, aws }: Settings): Promise<void> {
  if (typeof origin === "string") await kstash.remove(origin, { config });
  else await deleteBody(origin, aws);
}

function withQueueHandle<T extends Entry>(entry: T): T {
  if (entry.ReceiptHandle === undefined) return entry;
  return { ...entry, ReceiptHandle: unmarkHandle(entry.ReceiptHandle).handle };
}
