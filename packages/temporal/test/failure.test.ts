import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, type ConfigOptions, createKstash, isKstashError } from "@kstash/core";
import { ApplicationFailure, type Payload } from "@temporalio/common";
import { kstashDriver } from "../src/index.js";
import { converterOf, encodeErrorToFailure, encodeReferencePayload } from "./sdk.js";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "kstash-temporal-"))));
afterEach(() => rm(folder, { recursive: true }));

function kstashOn(config: ConfigOptions = {}) {
  const backends = [inline(), file({ root: join(folder, "root") })];
  return createKstash({ codecs: [cbor], config: { backends, ...config } });
}

const sdkOn = (config?: ConfigOptions) =>
  converterOf(kstashDriver({ kstash: kstashOn(config), namespace: "payloads" }));

/** A reference as somebody else may write it. */
const reference = (claimData: Record<string, string>): Payload =>
  encodeReferencePayload({ driverName: "kstash", claim: { claimData }, sizeBytes: 1 });

async function storedFile(): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const [found] = names.filter((entry) => entry.isFile());
  return join(found!.parentPath, found!.name);
}

/** What Temporal makes of a failure: what the server, and so the retry policy, gets to see. */
async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { converter } = sdkOn();
  const { message, applicationFailureInfo } = await encodeErrorToFailure(converter, error);
  const { type, nonRetryable } = applicationFailureInfo ?? {};
  return { error, message, type, nonRetryable };
}

describe("not retryable", () => {
  test("a payload that is gone: the message says what to look at", async () => {
    const { send, receive } = sdkOn();
    const references = await send("x".repeat(500));
    await rm(await storedFile());
    const { error, ...failure } = await failureOf(receive(references));
    expect(error).toBeInstanceOf(ApplicationFailure);
    expect(isKstashError((error as Error).cause)).toBe(true);
    expect(failure).toEqual({
      type: "StashNotFound",
      nonRetryable: true,
      message: expect.stringMatching(/^stash not found: file:\/\/payloads\/kstash\..*retention/),
    });
  });

  test("a payload that was changed", async () => {
    const { send, receive } = sdkOn();
    const references = await send("x".repeat(500));
    const path = await storedFile();
    await writeFile(path, (await readFile(path, "latin1")).replace("xx", "xy"), "latin1");
    expect(await failureOf(receive(references))).toMatchObject({
      type: "StashCorrupted",
      nonRetryable: true,
    });
  });

  test("a payload that is too large", async () => {
    const { send } = sdkOn({ maxPayloadBytes: 400 });
    expect(await failureOf(send("x".repeat(500)))).toMatchObject({
      type: "StashTooLarge",
      nonRetryable: true,
    });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["no member", {}, /has none: which driver/],
    ["another driver's members", { bucket: "b", key: "k" }, /has none: which driver/],
    [
      "more than the address",
      { address: "inline://a/b?data=9g%3D%3D", more: "" },
      /has more: which driver/,
    ],
    ["what is no address", { address: "../../etc/passwd" }, /does not start with scheme/],
  ])("a claim with %s", async (_, claimData, message) => {
    expect(await failureOf(sdkOn().receive([reference(claimData)]))).toMatchObject({
      type: "InvalidAddress",
      nonRetryable: true,
      message: expect.stringMatching(message),
    });
  });

  test("a claim of a namespace that the config does not allow", async () => {
    const { address } = await kstashOn().create("secret", "x".repeat(500), { namespace: "others" });
    const { receive } = sdkOn({ namespaces: ["payloads"] });
    expect(await failureOf(receive([reference({ address: String(address) })]))).toMatchObject({
      type: "InvalidAddress",
      nonRetryable: true,
      message: expect.stringMatching(/namespace "others" is not one of/),
    });
  });

  test.each<[string, unknown]>([
    ["other data", { some: "data" }],
    ["bytes that are no protobuf message", Buffer.from("hello world")],
  ])("a stash that holds %s", async (_, data) => {
    const { address } = await kstashOn().create("x", data, { namespace: "payloads" });
    expect(
      await failureOf(sdkOn().receive([reference({ address: String(address) })])),
    ).toMatchObject({
      type: "StashCorrupted",
      nonRetryable: true,
      message: expect.stringMatching(/no payload of Temporal's: inline:\/\/payloads\/x\?… \(/),
    });
  });
});

describe("retryable", () => {
  test("a store that cannot be reached, in both directions", async () => {
    const { send, receive } = sdkOn();
    const references = await send("x".repeat(500));
    await rm(join(folder, "root"), { recursive: true });
    await writeFile(join(folder, "root"), "a file where a folder has to be");
    const attempts = [send("x".repeat(500)), receive(references)];
    expect(await Promise.all(attempts.map(failureOf))).toEqual([
      expect.objectContaining({ type: "BackendRemoteError", nonRetryable: false }),
      expect.objectContaining({ type: "BackendRemoteError", nonRetryable: false }),
    ]);
  });

  test("a store that this worker's config lacks: the next deployment may have it", async () => {
    const references = await sdkOn().send("x".repeat(500));
    expect(await failureOf(sdkOn({ backends: [inline()] }).receive(references))).toMatchObject({
      type: "UnsupportedBackend",
      nonRetryable: false,
    });
  });
});

describe("an abort", () => {
  /** A store that never answers, and the signals that it was given. */
  function silent() {
    const signals: AbortSignal[] = [];
    const wait = (_: unknown, { signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<never>((_resolve, reject) => {
        signals.push(signal!);
        signal!.addEventListener("abort", () => reject(new Error("the client gave up")));
      });
    return { signals, backend: { ...mem(), put: wait, get: wait } satisfies Backend };
  }

  test("reaches the store, and is no failure: it rejects with the signal's reason", async () => {
    const [claim] = await kstashDriver({ kstash: kstashOn({ backends: [mem()] }) }).store({}, [{}]);
    const { signals, backend } = silent();
    const driver = kstashDriver({ kstash: kstashOn({ backends: [backend] }), concurrency: 2 });
    for (const run of [
      (context: { abortSignal: AbortSignal }) => driver.store(context, [{}, {}, {}]),
      (context: { abortSignal: AbortSignal }) => driver.retrieve(context, [claim!, claim!, claim!]),
    ]) {
      const controller = new AbortController();
      const reason = new Error("enough");
      const result = run({ abortSignal: controller.signal });
      while (signals.length < 2) await new Promise(setImmediate);
      controller.abort(reason);
      await expect(result).rejects.toBe(reason);
      expect(signals.splice(0).map((signal) => signal.aborted)).toEqual([true, true]);
    }
  });

  test("comes with the first failure, for the payloads that are in flight", async () => {
    const { signals, backend } = silent();
    const { get } = mem();
    const address = (digit: string) => ({ address: `mem://default/kstash.${digit.repeat(32)}` });
    const driver = kstashDriver({
      kstash: kstashOn({
        backends: [
          {
            ...backend,
            get: (at, context) =>
              at.digest!.startsWith("0") ? get(at, context) : backend.get(at, context),
          },
        ],
      }),
    });
    const claims = [address("1"), address("0"), address("2")].map((claimData) => ({ claimData }));
    expect(await failureOf(driver.retrieve({}, claims))).toMatchObject({ type: "StashNotFound" });
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });
});
