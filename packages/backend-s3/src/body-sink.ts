import { StashTooLarge } from "@kstash/core";

/** What a body may and must be. */
export interface BodyLimits {
  /** The length that the store declared, where it did. */
  readonly declared: number | undefined;
  /** `Config.maxPayloadBytes`. */
  readonly max: number;
  /** The address, for messages. */
  readonly subject: string;
}

/** A body that ended, or whose connection was lost, before its time: to read it again may help. */
export class BrokenBody extends Error {
  override readonly name = "BrokenBody";
}

/** Where the chunks of a body come together. */
export interface BodySink {
  write(chunk: Uint8Array): void;
  end(): Uint8Array;
}

/** @throws {StashTooLarge} where more than the limit is declared, before anything is read */
export function bodySink({ declared, max, subject }: BodyLimits): BodySink {
  const tooLarge = (length: string) =>
    new StashTooLarge(`${subject} has ${length} bytes, Config.maxPayloadBytes allows ${max}`);
  if (declared === undefined) return growing(max, () => tooLarge(`more than ${max}`));
  if (declared > max) throw tooLarge(String(declared));
  return exact(declared);
}

/** One piece of memory, of the length that was declared: each chunk is copied once. */
function exact(declared: number): BodySink {
  // Not zeroed: it is given away only when every byte has been written.
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(declared).buffer);
  let length = 0;
  const wrong = (end: string) =>
    new BrokenBody(`the store declared ${declared} bytes and sent ${end}`);
  return {
    write(chunk) {
      if (length + chunk.length > declared) throw wrong("more");
      bytes.set(chunk, length);
      length += chunk.length;
    },
    end() {
      if (length < declared) throw wrong(`${length}`);
      return bytes;
    },
  };
}

function growing(max: number, tooLarge: () => StashTooLarge): BodySink {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    write(chunk) {
      length += chunk.length;
      if (length > max) throw tooLarge();
      chunks.push(chunk);
    },
    end() {
      const bytes = new Uint8Array(length);
      let offset = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, offset);
        offset += chunk.length;
      }
      return bytes;
    },
  };
}
