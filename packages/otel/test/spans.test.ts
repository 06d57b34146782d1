import { afterEach, describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { createKstash } from "@kstash/core";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import manifest from "../package.json" with { type: "json" };
import { backend, kstashOver, observe, only, reset } from "./support.js";

afterEach(reset);

const DIGEST = "28a5e15a666b0cd1415490dcf6674255";

describe("the span of an operation", () => {
  test("says what was done, by which backend, in which namespace, and how many bytes it was", async () => {
    const { spans } = observe();
    const { create, retrieve, remove } = kstashOver(inline(), mem());
    await create("small", 12, { namespace: "ns" });
    const { address } = await create("x", "y".repeat(200), { namespace: "ns" });
    await retrieve(address);
    await remove(address);

    expect(spans().map(({ name, attributes }) => [name, attributes])).toEqual([
      ["kstash create", { ...common("create", "inline"), ...payload(1) }],
      ["kstash create", { ...common("create", "mem"), ...payload(202) }],
      ["kstash retrieve", { ...common("retrieve", "mem"), ...payload(202) }],
      ["kstash remove", common("remove", "mem")],
    ]);
    for (const { kind, status, events, instrumentationScope } of spans()) {
      expect([kind, status.code, events]).toEqual([SpanKind.INTERNAL, SpanStatusCode.UNSET, []]);
      expect(instrumentationScope).toMatchObject({
        name: manifest.name,
        version: manifest.version,
      });
    }

    function common(operation: string, name: string) {
      return {
        "kstash.operation": operation,
        "kstash.backend": name,
        "kstash.namespace": "ns",
      };
    }
    function payload(size: number) {
      return { "kstash.codec": "cbor", "kstash.payload.size": size };
    }
  });

  test("names the codec that reads, and none where the payload is of no codec that there is", async () => {
    const { spans } = observe();
    const store = mem();
    const config = { backends: [store] };
    const writer = createKstash({ codecs: [msgpack], config });
    const { address } = await writer.create("x", "y");
    await createKstash({ codecs: [cbor, msgpack], config }).retrieve(address);
    await expect(createKstash({ codecs: [cbor], config }).retrieve(address)).rejects.toThrow();
    const codecs = spans().map(({ attributes }) => attributes["kstash.codec"]);
    expect(codecs).toEqual(["msgpack", "msgpack", undefined]);
  });

  test("has the stash's name where it is asked for, and never the data nor the query of a link", async () => {
    const link = "https://links.test/x?X-Amz-Signature=secret";
    const { spans, points } = observe({ recordName: true });
    const { create, retrieve, share } = kstashOver(
      inline(),
      backend("vault", { share: () => link }),
    );
    const small = await create("small", "secret");
    await retrieve(small.address);
    const { address } = await create("large", "secret".repeat(99));
    await share(address);
    await expect(retrieve(link)).rejects.toThrow();
    await expect(retrieve("inline://ns/secretless?data=c2VjcmV0")).rejects.toThrow();

    expect(spans().map(({ attributes }) => attributes["kstash.name"])).toEqual([
      "small",
      "small",
      "large",
      "large",
      undefined,
      "secretless",
    ]);
    const recorded = JSON.stringify([
      spans().map(({ attributes, events, status }) => ({ attributes, events, status })),
      await points("kstash.operation.duration"),
      await points("kstash.payload.size"),
    ]);
    expect(recorded).toContain("links.test");
    expect(recorded.replaceAll("secretless", "")).not.toMatch(/secret|c2VjcmV0/);
  });

  test("ends when a stream is handed over, and says how long the stream is", async () => {
    const { spans } = observe();
    const { create, retrieve } = kstashOver(mem());
    const { address } = await create("x", new Uint8Array(1000));
    const { data } = await retrieve(address, { as: "stream" });
    expect(only(spans(), "kstash retrieve").attributes["kstash.payload.size"]).toBe(1003);
    data.destroy();
  });
});

describe("the span of a failure", () => {
  test("has the error's code and message; the caller is thrown the error itself", async () => {
    const { spans } = observe();
    const cause = new Error("connection reset");
    const { create } = kstashOver(
      backend("flaky", {
        put: () => {
          throw cause;
        },
      }),
    );
    const error = await create("x", "y").catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR", cause });

    const { attributes, status, events } = only(spans(), "kstash create");
    expect(attributes).toMatchObject({
      "kstash.backend": "flaky",
      "error.type": "BACKEND_REMOTE_ERROR",
    });
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: (error as Error).message });
    expect(events.map((event) => [event.name, event.attributes])).toEqual([
      [
        "exception",
        {
          "exception.type": "BACKEND_REMOTE_ERROR",
          "exception.message": (error as Error).message,
          "exception.stacktrace": (error as Error).stack,
        },
      ],
    ]);
  });

  test("absence is an error: the message refers to something that is gone", async () => {
    const { spans } = observe();
    await expect(kstashOver(mem()).retrieve(`mem://ns/x.${DIGEST}`)).rejects.toThrow();
    const { attributes, status } = only(spans(), "kstash retrieve");
    expect(attributes["error.type"]).toBe("STASH_NOT_FOUND");
    expect(status.code).toBe(SpanStatusCode.ERROR);
  });

  test("an abort has the name of its reason, whatever that is", async () => {
    const { spans } = observe();
    const { create } = kstashOver(mem());
    for (const reason of [undefined, new TypeError("told to stop"), "told to stop", null]) {
      const signal = AbortSignal.abort(reason);
      await expect(create("x", "y", { signal })).rejects.toBe(signal.reason);
    }
    expect(spans().map(({ attributes, status }) => [attributes["error.type"], status])).toEqual([
      ["AbortError", { code: SpanStatusCode.ERROR, message: "This operation was aborted" }],
      ["TypeError", { code: SpanStatusCode.ERROR, message: "told to stop" }],
      ["string", { code: SpanStatusCode.ERROR, message: "told to stop" }],
      ["object", { code: SpanStatusCode.ERROR, message: "null" }],
    ]);
  });
});
