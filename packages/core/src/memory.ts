import { Buffer } from "node:buffer";

/** Memory that is not zeroed: give it away only when every byte has been written. */
export function allocate(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/** Puts chunks, which are as long together, one behind the other. */
export async function fill(bytes: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let at = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
}
