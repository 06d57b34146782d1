import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** The address that an operand gives, `-` standing for the one on standard input. */
export async function readAddress(operand: string, stdin: Readable): Promise<string> {
  return operand === "-" ? (await text(stdin)).trim() : operand;
}
