import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import {
  BackendRemoteError,
  createKstash,
  InvalidAddress,
  InvalidConfig,
  InvalidData,
  StashNotFound,
  type Stored,
  StashTooLarge,
  UnsupportedBackend,
} from "../src/index.js";
import { json, mapBackend } from "./support.js";

const declining = (name: string, reason?: string) =>
  mapBackend(name, { put: (_payload, { decline }) => (reason ? decline(reason) : undefined) });

describe("create", () => {
  test("stores with the first backend that takes it", async () => {
    const second = mapBackend("two");
    const third = mapBackend("three");
    const { create } = createKstash({
      codecs: [json],
      config: { backends: [declining("one"), second, third] },
    });
    const stash = await create("a/b", { x: 1 }, { namespace: "ns" });
    expect(stash.address.text).toBe(
      "two://ns/a/b.a13c22e75ddd1e4a8b8d48ea3b3a1ca4".replace(/\w{32}$/, stash.digest),
    );
    expect(stash).toMatchObject({ name: "a/b", namespace: "ns", data: { x: 1 }, backend: second });
    expect(Buffer.from(stash.encoded).toString()).toBe('{"x":1}');
    expect([second.store.size, third.store.size]).toEqual([1, 0]);
    expect(second.store.get(`ns/${stash.address.key}`)?.contentType).toBe("application/json");
  });

  test("equal data under one name is one stash", async () => {
    const backend = mapBackend();
    const { create } = createKstash({ codecs: [json], config: { backends: [backend] } });
    const [one, two] = [await create("color", "red"), await create("color", "red")];
    expect(one.equals(two)).toBe(true);
    expect(backend.store.size).toBe(1);
  });

  test("hashes with what the config says", async () => {
    const { create, retrieve } = createKstash({
      codecs: [json],
      config: { backends: [mapBackend()] },
    });
    const md5 = await create("x", 1);
    expect(md5.digest).toBe("c4ca4238a0b923820dcc509a6f75849b");
    const backends = [md5.backend];
    const sha256 = await create("x", 1, { config: { backends, hash: "sha256" } });
    expect(sha256.digest).toBe("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b");
    expect((await retrieve(sha256.address)).equals(md5)).toBe(true);
  });

  test("all backends declining says who was asked, and why each declined", async () => {
    const readOnly = mapBackend("https");
    delete readOnly.put;
    const { create } = createKstash({
      codecs: [json],
      config: {
        backends: [declining("one", "larger than 3 characters"), declining("two"), readOnly],
      },
    });
    const error = await create("x", "secret").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UnsupportedBackend);
    expect(String(error)).toContain(
      "one (larger than 3 characters), two (it declined), https (it only reads)",
    );
    expect(String(error)).not.toContain("secret");
  });

  test.each([
    [""],
    ["/a"],
    ["a//b"],
    ["../a"],
    ["a\u0000"],
    ["a".repeat(1100)],
    [undefined as unknown as string],
  ])("the name %j is refused before anything is encoded", async (name) => {
    const { create } = createKstash({ codecs: [json], config: { backends: [mapBackend()] } });
    await expect(create(name, () => 1)).rejects.toThrow(InvalidAddress);
  });

  test.each([[""], ["-a"], ["a/b"], ["a b"], ["a".repeat(256)]])(
    "the namespace %j is refused",
    async (namespace) => {
      const { create } = createKstash({ codecs: [json], config: { backends: [mapBackend()] } });
      await expect(create("x", 1, { namespace })).rejects.toThrow(InvalidAddress);
    },
  );

  test("data that the codec refuses is InvalidData, and never quoted", async () => {
    const { create } = createKstash({ codecs: [json], config: { backends: [mapBackend()] } });
    const error = await create("x", undefined).catch((error: unknown) => error as Error);
    expect(error).toBeInstanceOf(InvalidData);
    expect(String(error)).not.toContain("secret-data");
    expect((error as Error).cause).toBeInstanceOf(TypeError);
  });

  test("a payload over maxPayloadBytes is refused before any backend is asked", async () => {
    const backend = mapBackend();
    const { create } = createKstash({
      codecs: [json],
      config: { backends: [backend], maxPayloadBytes: 10 },
    });
    await expect(create("x", "12345678")).resolves.toBeDefined();
    await expect(create("x", "123456789")).rejects.toThrow(StashTooLarge);
    expect(backend.store.size).toBe(1);
  });

  test("later changes to the caller's data do not show in the stash", async () => {
    const { create } = createKstash({ codecs: [json], config: { backends: [mapBackend()] } });
    const data = { list: [1] };
    const stash = await create("x", data);
    data.list.push(2);
    expect(stash.data).toEqual({ list: [1] });
    expect(stash.data).toBe(stash.data);
  });

  test("a backend that fails is wrapped once, with the cause", async () => {
    const cause = new Error("disk full: see https://host/x?X-Amz-Signature=abc");
    const failing = mapBackend("mem", { put: () => Promise.reject(cause) });
    const { create } = createKstash({ codecs: [json], config: { backends: [failing] } });
    const error = await create("x", 1).catch((error: unknown) => error as Error);
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect((error as Error).cause).toBe(cause);
    expect((error as Error).message).toBe(
      'backend "mem" could not store "x" in namespace "default": Error: disk full: see https://host/x?…',
    );
  });

  test("a backend may answer at once, by a promise, or by what another library takes for one", async () => {
    const laterBy = <T>(value: T): Promise<T> =>
      // What is under test: a promise that is none of the platform's.
      // oxlint-disable-next-line unicorn/no-thenable
      ({ then: (resolve: (value: T) => unknown) => resolve(value) }) as unknown as Promise<T>;
    const later = <T>(value: T): Promise<T> => Promise.resolve(value);
    for (const answer of [<T>(value: T) => value, later, laterBy]) {
      const stored = mapBackend();
      const backend = mapBackend("mem", {
        put: (payload, context) => answer(stored.put?.(payload, context) as string),
        get: (address, context) => answer(stored.get(address, context) as Stored | undefined),
      });
      const { create, retrieve } = createKstash({
        codecs: [json],
        config: { backends: [backend] },
      });
      const stash = await create("x", [1]);
      expect((await retrieve(stash.address)).data).toEqual([1]);
      stored.store.clear();
      await expect(retrieve(stash.address)).rejects.toBeInstanceOf(StashNotFound);
    }
  });

  test("an error of another context, as Node's own are here, gives its reason too", async () => {
    const cause: unknown = runInNewContext('new TypeError("disk full")');
    expect(cause).not.toBeInstanceOf(Error);
    for (const [thrown, reason] of [
      [cause, "TypeError: disk full"],
      [undefined, "no reason given"],
    ]) {
      const failing = mapBackend("mem", { put: () => Promise.reject(thrown) });
      const { create } = createKstash({ codecs: [json], config: { backends: [failing] } });
      await expect(create("x", 1)).rejects.toThrow(`in namespace "default": ${String(reason)}`);
    }
  });

  test("kstash's own errors pass as they are, those of another copy too", async () => {
    const own = Object.assign(new Error("x"), {
      code: "STASH_TOO_LARGE",
      [Symbol.for("kstash.error")]: true,
    });
    const failing = mapBackend("mem", { put: () => Promise.reject(own) });
    const { create } = createKstash({ codecs: [json], config: { backends: [failing] } });
    await expect(create("x", 1)).rejects.toBe(own);
  });

  test("an address of another scheme than the backend's name is the backend's failure", async () => {
    const wrong = mapBackend("mem", { put: (payload) => payload.address.replace("mem:", "s3:") });
    const { create } = createKstash({ codecs: [json], config: { backends: [wrong] } });
    await expect(create("x", 1)).rejects.toThrow(BackendRemoteError);
  });

  test("an abort rejects with its reason: before, and during", async () => {
    const reason = new Error("enough");
    const { create } = createKstash({
      codecs: [json],
      config: {
        backends: [
          mapBackend("mem", {
            put: (_payload, { signal }) =>
              new Promise((_, reject) => {
                signal?.addEventListener("abort", () => reject(new Error("socket closed")));
                queueMicrotask(() => controller.abort(reason));
              }),
          }),
        ],
      },
    });
    await expect(create("x", 1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    await expect(create("x", 1, { signal: controller.signal })).rejects.toBe(reason);
  });

  test("needs a codec, and codecs that claim different things", () => {
    expect(() => createKstash({ codecs: [] })).toThrow(InvalidConfig);
    expect(() => createKstash({ codecs: [json, { ...json, name: "other" }] })).toThrow(
      'two of the codecs claim "application/json"',
    );
  });
});
