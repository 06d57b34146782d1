/** Inputs of one kind that no codec of ours writes, or that it writes and somebody changed. */
export interface HostileClass {
  readonly title: string;
  /** Whether no input of it can be read: otherwise some are odd, and valid. */
  readonly malformed?: boolean;
  readonly inputs: () => Iterable<Uint8Array>;
}

/** Bytes of hexadecimal digits, and of numbers. */
export function bytes(...parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === "number") return Buffer.of(part);
      return typeof part === "string" ? Buffer.from(part, "hex") : part;
    }),
  );
}

/** The same hexadecimal digits, or bytes, so many times. */
export function repeated(part: string | Uint8Array, times: number): Uint8Array {
  const once = bytes(part);
  return Buffer.alloc(once.length * times, once);
}
