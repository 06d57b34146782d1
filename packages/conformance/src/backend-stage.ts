import assert from "node:assert/strict";
import {
  Address,
  type Backend,
  type BackendContext,
  collect,
  Config,
  type Payload,
  type Stored,
} from "@kstash/core";
import type { BackendHarness } from "./backend-harness.js";
import { skip } from "./case.js";
import { plainBytes, makePayload, type PayloadParts } from "./payload.js";

/** What `put` answered: an address, or a decline and its reason. */
export type Outcome =
  | { readonly address: Address; readonly text: string; readonly reason?: undefined }
  | { readonly address?: undefined; readonly text?: undefined; readonly reason: string };

/** What one case works with: a backend, and names of its own. */
export class BackendStage {
  readonly harness: BackendHarness;
  readonly backend: Backend;
  readonly namespace: string;
  /** Starts every name of this case, so that cases and runs do not meet in a storage that lasts. */
  readonly prefix: string;
  readonly #issued = new Set<string>();
  #sample: string | undefined;

  private constructor(harness: BackendHarness, backend: Backend, prefix: string) {
    this.harness = harness;
    this.backend = backend;
    this.namespace = harness.namespace ?? "conformance";
    this.prefix = prefix;
  }

  static async open(harness: BackendHarness, prefix: string): Promise<BackendStage> {
    return new BackendStage(harness, await harness.backend(), prefix);
  }

  async close(): Promise<void> {
    await this.harness.cleanUp?.([...this.#issued]);
  }

  /** Keeps an address for the clean-up, and reads it. */
  issued(text: string): Address {
    this.#issued.add(text);
    try {
      return Address.parse(text);
    } catch (error) {
      return assert.fail(`an address parses: ${(error as Error).message}`);
    }
  }

  /** Another instance over the same storage, as another process has it. */
  async another(): Promise<Backend> {
    return this.harness.backend();
  }

  /** A payload of a few bytes, unless the case says otherwise; `name` follows the case's prefix. */
  payload(parts: Partial<PayloadParts> = {}): Payload {
    const { namespace = this.namespace, name = "-payload", bytes = plainBytes(24) } = parts;
    const full = { ...parts, namespace, name: `${this.prefix}${name}`, bytes };
    return makePayload(this.backend.name, full);
  }

  context(signal?: AbortSignal, config: BackendHarness["config"] = {}): BackendContext {
    const options = { ...this.harness.config, ...config, backends: [this.backend] };
    return { config: new Config(options), signal };
  }

  /** One call of `put`. The backend has to have one. */
  async put(payload: Payload, backend = this.backend, signal?: AbortSignal): Promise<Outcome> {
    let reason: string | undefined;
    const decline = (why: string) => void (reason = why);
    const text = await backend.put?.(payload, { ...this.context(signal), decline });
    if (text === undefined) return { reason: reason ?? "it says no reason" };
    assert.equal(
      typeof text,
      "string",
      `put returns an address as text, or undefined to decline; it returned ${typeof text}`,
    );
    assert.ok(
      reason === undefined,
      `put returns undefined if it calls context.decline ("return context.decline(reason)"); it returned an address`,
    );
    return { address: this.issued(text), text };
  }

  /** Has the payload stored, by `put` or by the harness; the case is skipped where it is declined. */
  async store(payload: Payload): Promise<Address> {
    return this.issued(await this.storeText(payload));
  }

  /** Likewise; answers the address to the letter. */
  async storeText(payload: Payload): Promise<string> {
    if (this.backend.put) {
      const { text, reason } = await this.put(payload);
      return text ?? skip(`it declines ${payload.bytes.length} bytes (${reason})`);
    }
    assert.ok(
      this.harness.place,
      "the backend has no put, so the harness must say how a payload gets to where get reads it (place)",
    );
    return this.harness.place(payload);
  }

  /** What is at the address; a failure of the case where nothing is. */
  async read(address: Address, duty: string, backend = this.backend): Promise<Stored> {
    const stored = await backend.get(address, this.context());
    assert.ok(stored, `${duty}; get returned ${String(stored)}`);
    return collect(stored);
  }

  /** Whether get finds anything. That absence is no exception has a case of its own. */
  async holds(address: Address): Promise<boolean> {
    try {
      const stored = await this.backend.get(address, this.context());
      return stored !== undefined && Boolean(await collect(stored));
    } catch {
      return false;
    }
  }

  /** Cases of a method that may be left out have nothing to check in a backend without. */
  require(method: "put" | "putStream" | "share" | "remove"): void {
    if (!this.backend[method]) skip(`it has no ${method}`);
  }

  /**
   * The address that this payload would have. Skips where addresses are made in another way than
   * `payload.address`: what they would be only the backend knows.
   */
  async addressOf(payload: Payload): Promise<Address> {
    this.require("put");
    const sample = this.payload({ name: "-sample" });
    this.#sample ??= (await this.put(sample)).text;
    if (this.#sample !== sample.address) skip("its addresses are not payload.address");
    return Address.parse(payload.address);
  }
}
