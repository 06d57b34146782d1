import { randomFillSync } from "node:crypto";

/** What a message carries as a rule: 41 bytes of CBOR. */
export const small = { id: 12_345, kind: "order", tags: ["a", "b"], total: 12.5, ok: true };

/** Records of about that many bytes of CBOR together, their keys in the order of CBOR or not. */
export function recordsOf(bytes: number, keys: "sorted" | "unsorted"): unknown {
  const each = 130;
  return Array.from({ length: Math.max(1, Math.round(bytes / each)) }, (_, index) => {
    const [name, city] = [`customer ${index}`, index % 3 === 0 ? "Zürich" : "Porto Alegre"];
    const [total, paid, stamp] = [index * 1.25, index % 2 === 0, 1_700_000_000_000 + index];
    const tags = ["new", `batch-${index % 100}`];
    // Deterministic CBOR puts short keys first (RFC 8949 §4.2.1).
    return keys === "sorted"
      ? {
          id: index,
          city,
          name,
          paid,
          tags,
          stamp,
          total,
          address: { no: index % 90, street: "Main" },
        }
      : {
          total,
          id: index,
          stamp,
          name,
          address: { street: "Main", no: index % 90 },
          tags,
          paid,
          city,
        };
  });
}

/** Bytes without a pattern. */
export function bytesOf(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length));
}

/** Makes bytes others than they were, so that they are stored anew. */
export function stamp(bytes: Uint8Array): void {
  randomFillSync(bytes, 0, 16);
}

/** An order of some 1,000 bytes of CBOR. */
export function order(id: number): unknown {
  return {
    id,
    kind: "order",
    customer: { name: "Amália Rodrigues", city: "Lisboa", since: 1_700_000_000_000 + id },
    lines: recordsOf(400, "unsorted"),
    note: "x".repeat(460),
  };
}
