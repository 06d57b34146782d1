import { StashTooLarge } from "@kstash/core";
import { checkCanOffload, checkIsData, type Outgoing, sizeBeside, sizeOf } from "./outgoing.js";
import { mapParallel } from "./parallel.js";
import type { Settings } from "./settings.js";
import { storeBody } from "./store-body.js";
import { textSize } from "./size.js";

/** What the service takes in one call, and from which size on a message is offloaded: in bytes. */
export interface Limits {
  readonly maxBytes: number;
  readonly overBytes: number;
}

/**
 * Offloads what is over the threshold, and then the largest bodies until the whole call fits. If one
 * body cannot be stored the call fails, and nothing is sent.
 */
export async function fit(
  messages: readonly Outgoing[],
  { maxBytes, overBytes }: Limits,
  settings: Settings,
): Promise<Outgoing[]> {
  for (const message of messages) checkIsData(message);
  const fitted = [...messages];
  const left = new Set([...messages.keys()].filter((index) => !messages[index]!.stays));
  const isLarge = (index: number) => settings.always || sizeOf(messages[index]!) > overBytes;
  let chosen = [...left].filter(isLarge);

  // With what an equal part of the call is, every message fits.
  const share = settings.always ? 0 : Math.min(overBytes, Math.floor(maxBytes / messages.length));

  while (chosen.length > 0 || totalOf(fitted) > maxBytes) {
    for (const index of chosen) {
      left.delete(index);
      checkCanOffload(messages[index]!, maxBytes, settings);
    }
    await mapParallel(chosen, async (index) => {
      const message = messages[index]!;
      fitted[index] = await storeBody(message, share - sizeBeside(message), settings);
    });
    const excess = totalOf(fitted) - maxBytes;
    chosen = excess > 0 ? largest(left, messages, excess) : [];
    if (excess > 0 && chosen.length === 0) throw tooLarge(totalOf(fitted), maxBytes);
  }
  return fitted;
}

/** The fewest of those left whose bodies have as many bytes. A reference is counted once it is known. */
function largest(left: ReadonlySet<number>, messages: readonly Outgoing[], bytes: number) {
  const bySize = [...left]
    .map((index) => ({ index, size: textSize(messages[index]!.body) }))
    .toSorted((a, b) => b.size - a.size);
  const chosen: number[] = [];
  for (const { index, size } of bySize) {
    if (bytes <= 0) break;
    chosen.push(index);
    bytes -= size;
  }
  return chosen;
}

function totalOf(messages: readonly Outgoing[]): number {
  return messages.reduce((sum, message) => sum + sizeOf(message), 0);
}

function tooLarge(total: number, maxBytes: number): StashTooLarge {
  return new StashTooLarge(
    `with every body offloaded that may be, ${total} bytes are left, and the service takes ${maxBytes}: send fewer messages at once, or fewer attributes (what has a MessageStructure, or goes to a telephone, is not offloaded)`,
  );
}
