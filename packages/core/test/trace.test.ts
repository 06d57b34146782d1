import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createKstash, type TraceEvent } from "../src/index.js";
import { json, mapBackend, MD5 } from "./support.js";

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((each) => each()));

function listen(operation: string) {
  const seen: [string, TraceEvent][] = [];
  const note = (phase: string) => (event: unknown) =>
    seen.push([phase, { ...(event as TraceEvent) }]);
  const subscribers = {
    start: note("start"),
    end: note("end"),
    asyncStart: note("asyncStart"),
    asyncEnd: note("asyncEnd"),
    error: note("error"),
  };
  const channel = tracingChannel(`kstash:${operation}`);
  channel.subscribe(subscribers);
  undo.push(() => void channel.unsubscribe(subscribers));
  return seen;
}

describe("tracing channels", () => {
  const s3 = mapBackend("s3", { share: () => "https://link?X-Amz-Signature=secret" });
  const { create, retrieve, share, remove } = createKstash({
    codecs: [json],
    config: { backends: [s3] },
  });

  test("each operation says what, where, how much and how it went; never the data", async () => {
    const seen = ["create", "retrieve", "share", "remove"].map(listen);
    const stash = await create("x", "secret", { namespace: "ns" });
    await retrieve(stash.address);
    await share(stash.address);
    await remove(stash.address);
    const where = { scheme: "s3", namespace: "ns", name: "x", outcome: "success" };
    for (const [index, operation] of ["create", "retrieve", "share", "remove"].entries()) {
      const events = seen[index] ?? [];
      expect(events.map(([phase]) => phase)).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
      const payload = index < 2 ? { bytes: 8, codec: "json" } : {};
      const run = expect.any(Function);
      expect(events.at(-1)?.[1]).toEqual({ operation, ...where, ...payload, run });
      expect(inspect(events, { depth: 9 })).not.toContain("secret");
    }
  });

  test("a failure's outcome is its code, or the name of what is not kstash's", async () => {
    const seen = listen("retrieve");
    await expect(retrieve(`s3://ns/none.${MD5}`)).rejects.toThrow();
    expect(seen.map(([phase]) => phase)).toEqual([
      "start",
      "end",
      "error",
      "asyncStart",
      "asyncEnd",
    ]);
    expect(seen.at(-1)?.[1]).toMatchObject({ outcome: "STASH_NOT_FOUND", name: "none" });
    await expect(
      retrieve(`s3://ns/none.${MD5}`, { signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(seen.at(-1)?.[1]).toMatchObject({ outcome: "AbortError" });
  });

  test("the scheme is that of a backend which was asked, never a word of the address", async () => {
    const seen = ["create", "retrieve"].map(listen);
    await expect(retrieve(`made-up://ns/x.${MD5}`)).rejects.toThrow();
    expect(seen[1]?.at(-1)?.[1].scheme).toBeUndefined();

    const broken = mapBackend("broken", {
      put: () => {
        throw new Error("no");
      },
    });
    await expect(create("x", "y", { config: { backends: [broken] } })).rejects.toThrow();
    expect(seen[0]?.at(-1)?.[1]).toMatchObject({
      scheme: "broken",
      outcome: "BACKEND_REMOTE_ERROR",
    });
  });

  test("a subscriber of start may run the operation in a context of its own", async () => {
    const storage = new AsyncLocalStorage<string>();
    const { start } = tracingChannel("kstash:create");
    const wrap = (message: unknown) => {
      const event = message as TraceEvent;
      const { run } = event;
      event.run = () => storage.run("inside", run);
    };
    start.subscribe(wrap);
    undo.push(() => void start.unsubscribe(wrap));

    let inBackend: string | undefined;
    const backend = mapBackend("s3", {
      put: async ({ address }) => {
        await Promise.resolve();
        inBackend = storage.getStore();
        return address;
      },
    });
    const stash = await create("x", "y", { config: { backends: [backend] } });
    expect(String(stash.address)).toMatch(/^s3:/);
    expect(inBackend).toBe("inside");
    expect(storage.getStore()).toBeUndefined();
  });
});
