import { setImmediate, setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { context, trace } from "@opentelemetry/api";
import { KstashInstrumentation } from "../src/index.js";
import { after, backend, kstashOver, observe, only, reset, sdk } from "./support.js";

afterEach(reset);

describe("the context", () => {
  test("what a backend records, however late, is a child of the operation's span", async () => {
    const { tracer, spans } = observe();
    const { create, retrieve } = kstashOver(
      backend("remote", {
        put: ({ address }) => {
          tracer.startSpan("PUT").end();
          return address;
        },
        async get(_, { signal }) {
          await setTimeout(1, undefined, { signal });
          tracer.startSpan("GET").end();
          return {
            contentType: "application/cbor",
            length: 2,
            body: (async function* () {
              await setImmediate();
              tracer.startSpan("body").end();
              yield new Uint8Array([0x61, 0x79]);
            })(),
          };
        },
      }),
    );

    await tracer.startActiveSpan("program", async (span) => {
      const { address } = await create("x", "y");
      expect((await retrieve(address)).data).toBe("y");
      span.end();
    });

    const id = (name: string) => only(spans(), name).spanContext().spanId;
    const parent = (name: string) => only(spans(), name).parentSpanContext?.spanId;
    expect(parent("kstash create")).toBe(id("program"));
    expect(parent("PUT")).toBe(id("kstash create"));
    expect(parent("kstash retrieve")).toBe(id("program"));
    expect(parent("GET")).toBe(id("kstash retrieve"));
    expect(parent("body")).toBe(id("kstash retrieve"));
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  test("nothing of it is left to the caller, while it runs and when it is over", async () => {
    const { tracer } = observe();
    const { create } = kstashOver(mem());
    const failing = kstashOver(backend("none"));

    const running = create("x", "y");
    expect(trace.getActiveSpan()).toBeUndefined();
    await running;
    expect(trace.getActiveSpan()).toBeUndefined();
    await running.then(() => expect(trace.getActiveSpan()).toBeUndefined());
    await expect(failing.retrieve("none://ns/x")).rejects.toThrow();
    expect(trace.getActiveSpan()).toBeUndefined();

    await tracer.startActiveSpan("program", async (span) => {
      await create("x", "y").finally(() => expect(trace.getActiveSpan()).toBe(span));
      expect(trace.getActiveSpan()).toBe(span);
    });
  });

  test("an operation inside another one's backend is its child", async () => {
    const { spans } = observe();
    const inner = kstashOver(mem());
    const { create } = kstashOver(
      backend("outer", {
        put: async ({ address, bytes }) => {
          await inner.create("inner", bytes);
          return address;
        },
      }),
    );
    await create("x", "y");
    const [child, parent] = spans();
    expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
    expect(parent?.attributes["kstash.backend"]).toBe("outer");
  });

  test("50 operations at once, half of which fail, each have their own", async () => {
    const { tracer, spans } = observe({ recordName: true });
    const { create } = kstashOver(
      backend("remote", {
        async put({ name, address }) {
          for (let turns = Number(name) % 7; turns >= 0; turns--) await setImmediate();
          tracer.startSpan(`PUT ${name}`).end();
          if (Number(name) % 2 === 1) throw new Error(`no ${name}`);
          return address;
        },
      }),
    );

    const names = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(
      names.map((name) =>
        tracer.startActiveSpan(`program ${name}`, async (span) => {
          await create(name, "y".repeat(Number(name))).catch(() => undefined);
          expect(trace.getActiveSpan()).toBe(span);
          span.end();
        }),
      ),
    );

    expect(spans().length).toBe(150);
    for (const name of names) {
      const put = only(spans(), `PUT ${name}`);
      const operation = spans().find(({ attributes }) => attributes["kstash.name"] === name);
      expect(put.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId);
      expect(operation?.parentSpanContext?.spanId).toBe(
        only(spans(), `program ${name}`).spanContext().spanId,
      );
      const odd = Number(name) % 2 === 1;
      expect(operation?.attributes["error.type"]).toBe(odd ? "BACKEND_REMOTE_ERROR" : undefined);
      expect(operation?.status.message ?? "").toMatch(odd ? `no ${name}` : /^$/);
      expect(operation?.attributes["kstash.payload.size"]).toBe(
        Number(name) + (Number(name) < 24 ? 1 : 2),
      );
    }
  });

  test("two instrumentations nest, as middleware does", async () => {
    const { tracerProvider, tracer, spans } = observe();
    const second = new KstashInstrumentation();
    after(() => second.disable());
    second.setTracerProvider(tracerProvider);
    const { create } = kstashOver(
      backend("remote", {
        put: ({ address }) => {
          tracer.startSpan("PUT").end();
          return address;
        },
      }),
    );
    await create("x", "y");
    const [put, inner, outer] = spans();
    expect(put?.parentSpanContext?.spanId).toBe(inner?.spanContext().spanId);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.parentSpanContext).toBeUndefined();
  });

  test("without a context manager there are spans all the same", async () => {
    const { spans } = observe();
    context.disable();
    await kstashOver(mem()).create("x", "y");
    expect(spans().map(({ name }) => name)).toEqual(["kstash create"]);
  });

  test("the global tracer provider may be set after the instrumentation is made", async () => {
    const instrumentation = new KstashInstrumentation();
    after(() => instrumentation.disable());
    const { create } = kstashOver(mem());
    await create("before", "y");
    const { spans } = sdk();
    await create("after", "y");
    expect(spans().length).toBe(1);
  });
});
