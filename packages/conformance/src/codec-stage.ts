import assert from "node:assert/strict";
import type { Codec } from "@kstash/core";
import type { CodecHarness } from "./codec-harness.js";

/** What one case works with: the codec, and what encode and decode did. */
export class CodecStage {
  readonly harness: CodecHarness;
  readonly codec: Codec;

  private constructor(harness: CodecHarness, codec: Codec) {
    this.harness = harness;
    this.codec = codec;
  }

  static async open(harness: CodecHarness): Promise<CodecStage> {
    return new CodecStage(harness, await harness.codec());
  }

  /** The bytes, or what encode threw. */
  tryEncode(data: unknown): { readonly bytes: Uint8Array } | { readonly error: unknown } {
    try {
      return { bytes: this.codec.encode(data) };
    } catch (error) {
      return { error };
    }
  }

  /** The data, or what decode threw. */
  tryDecode(bytes: Uint8Array): { readonly data: unknown } | { readonly error: unknown } {
    try {
      return { data: this.codec.decode(bytes) };
    } catch (error) {
      return { error };
    }
  }

  /** Encoded; a failure of the case where it is refused. */
  encode(data: unknown, label: string): Uint8Array {
    const result = this.tryEncode(data);
    if ("bytes" in result) return result.bytes;
    return assert.fail(`encode takes ${label}; it threw: ${messageOf(result.error)}`);
  }

  /** There and back: equal, of the same types, nothing added and nothing left out. */
  comesBack(data: unknown, label: string, expected: unknown = data): void {
    this.cameBack(this.encode(data, label), expected, label);
  }

  /** Equal, or refused by encode: never a silent change. */
  comesBackOrIsRefused(data: unknown, label: string): void {
    const result = this.tryEncode(data);
    if ("bytes" in result) this.cameBack(result.bytes, data, label);
  }

  /** Not encoded at all. */
  refuses(data: unknown, label: string): void {
    const duty = `encode refuses ${label}, which would not come back equal`;
    const result = this.tryEncode(data);
    if ("bytes" in result) assert.fail(`${duty}; it was accepted`);
    assert.ok(!isExhaustion(result.error), `${duty}, before the stack is exhausted`);
  }

  private cameBack(bytes: Uint8Array, expected: unknown, label: string): void {
    const result = this.tryDecode(bytes);
    const duty = `what comes out equals what went in, or encode refuses it: ${label}`;
    if ("error" in result) assert.fail(`${duty}; decode threw: ${messageOf(result.error)}`);
    assert.ok(same(result.data, expected), `${duty} came back as something else`);
  }
}

/** Whether two values are the same to the last detail: prototypes, -0, NaN, undefined keys, holes. */
export function same(actual: unknown, expected: unknown): boolean {
  try {
    assert.deepStrictEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}

/** Whether an error is the stack's end, which depends on how deep the caller stands. */
export function isExhaustion(error: unknown): boolean {
  return messageOf(error).includes("call stack");
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}
