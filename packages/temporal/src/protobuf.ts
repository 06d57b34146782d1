// As much of protobuf's wire format as a payload needs (protobuf.dev/programming-guides/encoding). The SDK
// has all of it in @temporalio/proto, which @temporalio/common does not export; and as a dependency of our
// own it could be a second copy, which fails in one process ("duplicate name").

/** A field's number, and its value: a whole number from 0 (VARINT) or bytes (LEN). */
export type Field = readonly [number: number, value: number | Uint8Array];

export function encodeMessage(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(([number, value]) =>
      typeof value === "number"
        ? [varint(number * 8), varint(value)]
        : [varint(number * 8 + 2), varint(value.length), value],
    ),
  );
}

/**
 * The fields of a message in their order; bytes are views of the message's.
 *
 * @throws Error for bytes that are no such message
 */
export function decodeMessage(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const readVarint = () => {
    let value = 0;
    for (let unit = 1; unit <= 128 ** 6; unit *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
    throw new Error("a number is cut off or too large");
  };
  while (at < bytes.length) {
    const tag = readVarint();
    const value = readVarint();
    if (tag % 8 === 0) {
      fields.push([tag / 8, value]);
    } else if (tag % 8 === 2 && at + value <= bytes.length) {
      fields.push([(tag - 2) / 8, bytes.subarray(at, at + value)]);
      at += value;
    } else throw new Error("a field is cut off or of another type");
  }
  return fields;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
