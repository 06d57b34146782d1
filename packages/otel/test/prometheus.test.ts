import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { KstashInstrumentation } from "../src/index.js";
import { after, kstashOver, reset } from "./support.js";

afterEach(reset);

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const queries = [...readme.matchAll(/```text\n(.*?)```/gs)].map((match) => match[1]!);

// By OTLP the units are part of the name; this exporter leaves them out, as the README says.
test("the README's queries ask for what the Prometheus exporter writes, but for the units", async () => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  const instrumentation = new KstashInstrumentation();
  after(() => provider.shutdown());
  after(() => instrumentation.disable());
  instrumentation.setMeterProvider(provider);
  const { create, retrieve } = kstashOver(mem());
  await create("x", "y");
  await expect(retrieve("mem://ns/x.28a5e15a666b0cd1415490dcf6674255")).rejects.toThrow();

  const { resourceMetrics } = await reader.collect();
  const written = new Set(new PrometheusSerializer().serialize(resourceMetrics).match(/\w+/g));
  const asked = queries
    .map((query) => query.replaceAll(/_(?:seconds|bytes)(?=_)/g, ""))
    .flatMap((query) => query.match(/\b(?:kstash_\w+|error_type|le)\b/g) ?? []);
  expect(queries.length).toBe(7);
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((word) => !written.has(word))).toEqual([]);
});
