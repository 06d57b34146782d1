import type { Backend } from "@kstash/core";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { type Attributes, context, propagation, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { KstashInstrumentation, type KstashInstrumentationConfig } from "../src/index.js";

const undo: (() => void | Promise<void>)[] = [];

/** Takes everything back that `observe` set up. */
export async function reset(): Promise<void> {
  for (const each of undo.splice(0).toReversed()) await each();
}

/** Does something when the test is over. */
export function after(action: () => void | Promise<void>): void {
  undo.push(action);
}

/** The SDK as a program sets it up, with exporters in memory. */
export function sdk() {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  });
  tracerProvider.register();
  after(() => {
    trace.disable();
    context.disable();
    propagation.disable();
  });

  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const meterProvider = new MeterProvider({ readers: [reader] });
  after(() => meterProvider.shutdown());

  return {
    tracerProvider,
    meterProvider,
    tracer: tracerProvider.getTracer("program"),
    /** The spans that have ended, in that order. */
    spans: () => spans.getFinishedSpans(),
    /** The data points of a histogram: one for each combination of attributes. */
    async points(name: string): Promise<DataPoint<Histogram>[]> {
      await reader.forceFlush();
      const metrics = exporter
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics);
      const found = metrics?.find(({ descriptor }) => descriptor.name === name);
      return (found?.dataPoints ?? []) as DataPoint<Histogram>[];
    },
  };
}

/** That SDK, and an instrumentation that records with it. */
export function observe(config?: KstashInstrumentationConfig) {
  const observed = sdk();
  const instrumentation = new KstashInstrumentation(config);
  after(() => instrumentation.disable());
  instrumentation.setTracerProvider(observed.tracerProvider);
  instrumentation.setMeterProvider(observed.meterProvider);
  return { ...observed, instrumentation };
}

export function kstashOver(...backends: Backend[]) {
  return createKstash({ codecs: [cbor], config: { backends } });
}

/** A third party's backend that keeps nothing, with what a test wants laid over it. */
export function backend(name: string, over: Partial<Backend> = {}): Backend {
  return {
    specification: "v1",
    name,
    put: ({ address }) => address,
    get: () => undefined,
    ...over,
  };
}

/** The only span that has ended with this name. */
export function only(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const found = spans.filter((span) => span.name === name);
  if (found.length !== 1) throw new Error(`there are ${found.length} spans named "${name}"`);
  return found[0]!;
}

/** Attributes and count of each data point. */
export function counts(points: readonly DataPoint<Histogram>[]): [Attributes, number][] {
  return points.map(({ attributes, value }) => [attributes, value.count]);
}
