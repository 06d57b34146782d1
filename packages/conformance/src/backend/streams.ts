import assert from "node:assert/strict";
import type { Address, Payload, Stored, StoredStream, StreamPayload } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

const CHUNK = 48 * 1024;

/** Only where there is a `putStream`, or a `get` that answers a stream. */
export const streams: Duties<BackendStage> = {
  "putStream stores what get reads, under the address that put returns": async (stage) => {
    stage.require("putStream");
    for (const length of [0, 1, 1024 * 1024]) {
      const payload = stage.payload({ name: `-${length}`, bytes: plainBytes(length) });
      const address = await storeStream(stage, streamed(payload));
      const duty = `get returns the ${length} bytes that putStream stored`;
      const stored = await stage.read(address, duty, await stage.another());
      sameBytes(stored.bytes, payload.bytes, duty);
      const type = stored.contentType;
      // An address without a digest carries the payload, and names its codec itself.
      if (type !== undefined || address.digest !== undefined) {
        assert.equal(
          type,
          payload.contentType,
          "get returns the content type that was put as a stream",
        );
      }
      const again = await stage.put(payload);
      assert.equal(again.text, String(address), "put and putStream return the same address");
    }
  },
  "a payload can be put as a stream twice, and is there once": async (stage) => {
    stage.require("putStream");
    const payload = stage.payload();
    const first = await storeStream(stage, streamed(payload));
    const second = await storeStream(stage, streamed(payload));
    assert.equal(String(second), String(first), "putting what is already there succeeds");
  },
  "putStream fails if its stream breaks off, and stores nothing": async (stage) => {
    stage.require("putStream");
    const payload = stage.payload({ bytes: plainBytes(4 * CHUNK) });
    const there = await stage.addressOf(payload);
    const duty = "putStream rejects with the error of a stream that breaks off";
    const broken = new Error("the stream broke off");
    const error = await storeStream(stage, streamed(payload, broken)).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(error !== undefined, `${duty}; it returned instead`);
    assert.ok(!(await stage.holds(there)), `${duty}, and stores nothing`);
  },
  "putStream stops if its signal has already fired, and stores nothing": async (stage) => {
    stage.require("putStream");
    const payload = stage.payload();
    const there = await stage.addressOf(payload);
    const signal = AbortSignal.abort(new Error("stopped before the call"));
    const rejected = await storeStream(stage, streamed(payload), signal).then(
      () => false,
      () => true,
    );
    assert.ok(
      rejected,
      "putStream rejects if its signal has already fired (signal?.throwIfAborted())",
    );
    assert.ok(
      !(await stage.holds(there)),
      "putStream stores nothing if its signal has already fired",
    );
  },
  "a stream that get returns has the bytes that were put, in order, and their number": async (
    stage,
  ) => {
    let streams = 0;
    for (const length of [1, 1024 * 1024]) {
      const payload = stage.payload({ name: `-${length}`, bytes: plainBytes(length) });
      const found = await open(stage, await stage.store(payload));
      if (!isStream(found)) continue;
      streams += 1;
      assert.equal(found.length, length, "a stream says how many bytes there are");
      // Put together at the end, so that memory that is used again for the next chunk shows.
      const chunks: Uint8Array[] = [];
      for await (const chunk of found.body) chunks.push(chunk);
      const bytes = new Uint8Array(Buffer.concat(chunks));
      const duty = `the stream that get returns has the ${length} bytes that were put, in order`;
      sameBytes(bytes, payload.bytes, duty);
    }
    if (streams === 0) skip("its get returns bytes");
  },
  "a stream that is left early harms nothing": async (stage) => {
    const payload = stage.payload({ bytes: plainBytes(1024 * 1024) });
    const address = await stage.store(payload);
    for (let reader = 0; reader < 3; reader += 1) {
      const found = await open(stage, address);
      if (!isStream(found)) skip("its get returns bytes");
      for await (const chunk of found.body) {
        assert.ok(chunk instanceof Uint8Array, "a stream's chunks are Uint8Arrays");
        break;
      }
    }
    const duty = "the stash can still be read after streams that were left early";
    sameBytes((await stage.read(address, duty)).bytes, payload.bytes, duty);
  },
};

async function storeStream(
  stage: BackendStage,
  payload: StreamPayload,
  signal?: AbortSignal,
): Promise<Address> {
  let reason = "it says no reason";
  const decline = (why: string) => void (reason = why);
  const text = await stage.backend.putStream?.(payload, { ...stage.context(signal), decline });
  return text === undefined ? skip(`it declines (${reason})`) : stage.issued(text);
}

async function open(stage: BackendStage, address: Address): Promise<Stored | StoredStream> {
  const found = await stage.backend.get(address, stage.context());
  assert.ok(found, "get returns what was put; it returned undefined");
  return found;
}

function isStream(found: Stored | StoredStream): found is StoredStream {
  return "body" in found;
}

/** A payload as core hands it to putStream; with an error, its stream breaks off half way. */
function streamed(payload: Payload, error?: Error): StreamPayload {
  const { namespace, name, codec, contentType, digest, key, address, bytes } = payload;
  const rest = { namespace, name, codec, contentType, digest, key, address };
  return {
    ...rest,
    length: bytes.length,
    async *stream(start = 0, end = bytes.length) {
      for (let at = start; at < end; at += CHUNK) {
        if (error && at >= bytes.length / 2) throw error;
        yield bytes.slice(at, Math.min(at + CHUNK, end));
      }
    },
  };
}
