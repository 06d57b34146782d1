import { StashTooLarge } from "@kstash/core";
import { checkCanOffload, checkIsData, type Outgoing, sizeBeside, sizeOf } from "./outgoing.js";
import { mapParallel } from "./parallel.js";
import type { SendSettings } from "./settings.js";
import { storeBody } from "./store-body.js";
import { textSize } from "./size.js";

/**
 * Offloads what is over the threshold, and then the largest bodies until the whole call fits. If one
 * body cannot be stored the call fails, and nothing is sent.
 */
export async function fit(
  messages: readonly Outgoing[],
  settings: SendSettings,
): Promise<Outgoing[]> {
  const { maxBytes, overBytes } = settings;
  for (const message of messages) checkIsData(message);
  const fitted = [...messages];
  const left = new Set([...messages.keys()].filter((index) => !messages[index]!.stays));
  // With what an equal part of the call is, every message fits.
  const share = Math.min(overBytes, Math.floor(maxBytes / messages.length));

  let chosen = [...left].filter((index) => sizeOf(messages[index]!) > overBytes);
  while (true) {
    for (const index of chosen) checkCanOffload(messages[index]!, settings);
    await mapParallel(chosen, async (index, signal) => {
      const message = messages[index]!;
      left.delete(index);
      const budget = share - sizeBeside(message);
      fitted[index] = await storeBody(message, budget, settings, signal);
    });
    const total = totalOf(fitted);
    if (total <= maxBytes) return fitted;
    chosen = largest(left, messages, total - maxBytes);
    if (chosen.length === 0) throw tooLarge(total, maxBytes);
  }
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
