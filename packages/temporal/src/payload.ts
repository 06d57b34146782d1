import { isUint8Array } from "node:util/types";
import { redact, type Stash, StashCorrupted } from "@kstash/core";
import type { Payload } from "@temporalio/common";
import { decodeMessage, encodeMessage, type Field } from "./protobuf.js";

// temporal/api/common/v1/message.proto: map<string, bytes> metadata = 1; bytes data = 2;
// repeated ExternalPayloadDetails external_payloads = 3, each with int64 size_bytes = 1.

/**
 * A payload as the bytes of its protobuf message, metadata included. Protobuf leaves the order of a map
 * open: here it is sorted, so that equal payloads are equal bytes.
 */
export function encodePayload({ metadata, data, externalPayloads }: Payload): Uint8Array {
  const fields: Field[] = [];
  const entries = Object.entries(metadata ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of entries) {
    const entry: Field[] = [
      [1, Buffer.from(key)],
      [2, value],
    ];
    fields.push([1, encodeMessage(entry)]);
  }
  if (data?.length) fields.push([2, data]);
  for (const { sizeBytes } of externalPayloads ?? []) {
    fields.push([3, encodeMessage([[1, Number(sizeBytes ?? 0)]])]);
  }
  return encodeMessage(fields);
}

/** @throws {StashCorrupted} for a stash that is no payload: an address can lead to any stash */
export function decodePayload({ data, address }: Stash): Payload {
  try {
    const fields = decodeMessage(toBytes(data));
    const unknown = fields.find(([number]) => number < 1 || number > 3);
    if (unknown) throw new Error(`there is a field ${unknown[0]}`);
    const valuesOf = (wanted: number) =>
      fields.filter(([number]) => number === wanted).map(([, value]) => toBytes(value));
    return {
      metadata: Object.fromEntries(valuesOf(1).map(readEntry)),
      data: valuesOf(2).at(-1) ?? new Uint8Array(),
      externalPayloads: valuesOf(3).map(readDetails),
    };
  } catch (cause) {
    throw new StashCorrupted(
      `the stash is no payload of Temporal's: ${redact(address.text)} (${(cause as Error).message})`,
      { cause },
    );
  }
}

function readEntry(message: Uint8Array): [string, Uint8Array] {
  const entry = new Map(decodeMessage(message));
  const bytesOf = (number: number) => toBytes(entry.get(number) ?? new Uint8Array());
  return [Buffer.from(bytesOf(1)).toString(), bytesOf(2)];
}

/** A size is a Long by the SDK's types; wherever it reads or writes one, it takes a number as well. */
function readDetails(message: Uint8Array): { sizeBytes: never } {
  return { sizeBytes: Number(new Map(decodeMessage(message)).get(1) ?? 0) as never };
}

function toBytes(value: unknown): Uint8Array {
  if (isUint8Array(value)) return value;
  throw new Error("something else stands where bytes belong");
}
