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
  /** What came together, when the body has ended. */
  end(): Uint8Array;
}

/** @throws {StashTooLarge} where more than the limit is declared, before anything is read */
export function bodySink({ declared, max, subject }: BodyLimits): BodySink {
  if (declared === undefined) {
    return growing(max, () => tooLarge(subject, `more than ${max}`, max));
  }
  if (declared > max) throw tooLarge(subject, String(declared), max);
  return filling(allocate(declared));
}

/** @param length how many bytes there are, in words */
export function tooLarge(subject: string, length: string, max: number): StashTooLarge {
  return new StashTooLarge(`${subject} has ${length} bytes, Config.maxPayloadBytes allows ${max}`);
}

/** Memory that is not zeroed: it is given away only when every byte has been written. */
export function allocate(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/** Fills memory of the length that was declared: each chunk is copied once. */
export function filling(bytes: Uint8Array): BodySink {
  let length = 0;
  const wrong = (sent: string) =>
    new BrokenBody(`the store declared ${bytes.length} bytes and sent ${sent}`);
  return {
    write(chunk) {
      if (length + chunk.length > bytes.length) throw wrong("more");
      bytes.set(chunk, length);
      length += chunk.length;
    },
    end() {
      if (length < bytes.length) throw wrong(`${length}`);
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
      const bytes = allocate(length);
      let offset = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, offset);
        offset += chunk.length;
      }
      return bytes;
    },
  };
}
