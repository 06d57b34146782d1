import assert from "node:assert/strict";
import {
  type Backend,
  type Codec,
  createKstash,
  isKstashError,
  type Kstash,
  type KstashErrorCode,
} from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { plainBytes, utf8 } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Bytes as they are: what core and the backend do together does not hang on a codec. */
const raw: Codec = {
  name: "raw",
  contentType: "application/vnd.kstash.conformance.raw",
  encode: (data) => new Uint8Array(data as Uint8Array),
  decode: (bytes) => new Uint8Array(bytes),
};

/** What a user of the backend sees. */
export const throughCore: Duties<BackendStage> = {
  "create and retrieve return equal stashes": async (stage) => {
    const data = plainBytes(32);
    const name = `${stage.prefix}/through core`;
    const kstash = kstashOf(stage, stage.backend);
    const { namespace } = stage;
    const address = stage.backend.put
      ? stage.issued(String((await kstash.create(name, data, { namespace })).address))
      : await stage.store(stage.payload({ name: "/through core", bytes: data, ...marks }));
    const reader = kstashOf(stage, await stage.another());
    const loaded = await reader.retrieve(String(address));
    sameBytes(loaded.data, data, "retrieve returns what create was given");
    assert.equal(loaded.name, name, "a retrieved stash has the name that it was created with");
    assert.equal(loaded.namespace, stage.namespace, "and its namespace");
  },
  "an address of a foreign scheme is refused, and never reaches the backend": async (stage) => {
    let asked = false;
    const backend: Backend = {
      specification: "v1",
      name: stage.backend.name,
      get: (...given) => ((asked = true), stage.backend.get(...given)),
    };
    const foreign = `foreign+${backend.name}://${stage.namespace}/a.${"0".repeat(32)}`;
    const kstash = kstashOf(stage, backend);
    await fails(kstash.retrieve(foreign), "UNSUPPORTED_BACKEND", "a foreign scheme is refused");
    assert.ok(!asked, "core asks a backend only for addresses of its scheme");
  },
  "a payload over Config.maxPayloadBytes is refused as too large": async (stage) => {
    const address = await stage.store(stage.payload({ bytes: plainBytes(64), ...marks }));
    const kstash = kstashOf(stage, stage.backend, { maxPayloadBytes: 63 });
    await fails(
      kstash.retrieve(address),
      "STASH_TOO_LARGE",
      "get reads at least one byte more than maxPayloadBytes, or throws core's StashTooLarge",
    );
  },
  "a removed stash is not found": async (stage) => {
    stage.require("remove");
    const kstash = kstashOf(stage, stage.backend);
    const address = await stage.store(stage.payload(marks));
    await kstash.remove(address);
    await fails(kstash.retrieve(address), "STASH_NOT_FOUND", "a removed stash is not found");
  },
  "a failure reaches the caller as BackendRemoteError, with its cause": async (stage) => {
    const address = await stage.store(stage.payload(marks));
    const backend = await stage.harness.unreachable?.();
    if (!backend) skip("the harness has no unreachable");
    const duty =
      "a get that fails does not mean absence: the failure reaches the caller with its cause";
    const error = await fails(
      kstashOf(stage, backend).retrieve(address),
      "BACKEND_REMOTE_ERROR",
      duty,
    );
    assert.ok(error.cause !== undefined && error.cause !== null, `${duty}; it has none`);
  },
  "a backend that only reads is passed over by create": async (stage) => {
    if (stage.backend.put) skip("it has a put");
    const kstash = kstashOf(stage, stage.backend);
    const created = kstash.create(stage.prefix, utf8("a"), { namespace: stage.namespace });
    await fails(created, "UNSUPPORTED_BACKEND", "create says that no backend took the payload");
  },
};

const marks = { codec: raw.name, contentType: raw.contentType };

function kstashOf(stage: BackendStage, backend: Backend, options: object = {}): Kstash {
  const config = { ...stage.harness.config, ...options, backends: [backend] };
  return createKstash({ codecs: [raw], config });
}

async function fails(call: Promise<unknown>, code: KstashErrorCode, duty: string): Promise<Error> {
  try {
    await call;
  } catch (error) {
    const actual = isKstashError(error) ? error.code : String(error);
    assert.equal(actual, code, `${duty}: the error's code must be ${code}, and was ${actual}`);
    return error as Error;
  }
  return assert.fail(`${duty}: it must reject with ${code}, and returned instead`);
}
