import { tracingChannel } from "node:diagnostics_channel";
import { afterEach, describe, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { type Instrumentation, registerInstrumentations } from "@opentelemetry/instrumentation";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { KstashInstrumentation } from "../src/index.js";
import { after, backend, counts, kstashOver, observe, reset, sdk } from "./support.js";

afterEach(reset);

describe("KstashInstrumentation", () => {
  test("is an Instrumentation that registerInstrumentations enables, sets up and disables", async () => {
    const { tracerProvider, meterProvider, spans, points } = sdk();
    const instrumentation: Instrumentation = new KstashInstrumentation({ enabled: false });
    const instrumentations = [instrumentation];
    const { create } = kstashOver(mem());

    await create("unheard", "y");
    for (let times = 1; times <= 2; times++) {
      const unregister = registerInstrumentations({
        instrumentations,
        tracerProvider,
        meterProvider,
      });
      after(unregister);
      await create("heard", "y");
      unregister();
      await create("unheard", "y");
      expect(spans().length).toBe(times);
    }
    const attributes = { "kstash.operation": "create", "kstash.backend": "mem" };
    expect(counts(await points("kstash.operation.duration"))).toEqual([[attributes, 2]]);
  });

  test("records with the providers that it is given rather than with the global ones", async () => {
    const { instrumentation, spans } = observe();
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [new SimpleSpanProcessor(exporter)];
    instrumentation.setTracerProvider(new NodeTracerProvider({ spanProcessors }));
    await kstashOver(mem()).create("x", "y");
    expect(exporter.getFinishedSpans().length).toBe(1);
    expect(spans()).toEqual([]);
  });

  test("listens once, however often it is enabled, and to nothing once it is disabled", async () => {
    const { instrumentation, spans } = observe();
    expect(listeners()).toEqual([true, true, true, true]);
    instrumentation.enable();
    await kstashOver(mem()).create("x", "y");
    expect(spans().length).toBe(1);
    expect(instrumentation.getConfig()).toEqual({ enabled: true });

    instrumentation.disable();
    expect(listeners()).toEqual([false, false, false, false]);
    expect(instrumentation.getConfig()).toEqual({ enabled: false });
  });

  test("what is under way when it is disabled still ends its span", async () => {
    const { instrumentation, spans } = observe();
    const { create } = kstashOver(
      backend("remote", {
        put({ address }) {
          instrumentation.disable();
          return address;
        },
      }),
    );
    await create("x", "y");
    await create("y", "y");
    expect(spans().map(({ name }) => name)).toEqual(["kstash create"]);
  });

  test("takes another config at any time", async () => {
    const { instrumentation, spans } = observe({ recordName: true });
    const { create } = kstashOver(mem());
    await create("x", "y");
    instrumentation.setConfig({});
    await create("x", "y");
    expect(spans().map(({ attributes }) => attributes["kstash.name"])).toEqual(["x", undefined]);
  });
});

function listeners(): boolean[] {
  return ["create", "retrieve", "share", "remove"].map(
    (name) => tracingChannel(`kstash:${name}`).start.hasSubscribers,
  );
}
