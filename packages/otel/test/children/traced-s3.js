// Creates, retrieves, shares and removes a stash on S3, and retrieves one that is not there and one that is denied,
// in a program that is instrumented as OpenTelemetry says. Prints the spans as JSON. (A program, as instrumentations
// hook into Node's own loading of modules, which Jest replaces; and of what is built, as they take no TypeScript.)
import { register } from "node:module";

register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
const { registerInstrumentations } = await import("@opentelemetry/instrumentation");
const { AwsInstrumentation } = await import("@opentelemetry/instrumentation-aws-sdk");
const { HttpInstrumentation } = await import("@opentelemetry/instrumentation-http");
const { trace } = await import("@opentelemetry/api");
const sdk = await import("@opentelemetry/sdk-trace-node");
const { KstashInstrumentation } = await import("@kstash/otel");

const exporter = new sdk.InMemorySpanExporter();
const spanProcessors = [new sdk.SimpleSpanProcessor(exporter)];
new sdk.NodeTracerProvider({ spanProcessors }).register();
const instrumentations = [KstashInstrumentation, AwsInstrumentation, HttpInstrumentation];
registerInstrumentations({ instrumentations: instrumentations.map((Each) => new Each()) });

const { s3 } = await import("@kstash/backend-s3");
const { cbor } = await import("@kstash/codec-cbor");
const { createKstash } = await import("@kstash/core");

const config = { backends: [s3({ clientConfig: { forcePathStyle: true } })] };
const kstash = createKstash({ codecs: [cbor], config });
await trace.getTracer("program").startActiveSpan("program", async (program) => {
  const { address } = await kstash.create("order", { id: 12 }, { namespace: "stashes" });
  await kstash.retrieve(address);
  await kstash.share(address);
  await kstash.remove(address);
  await kstash.retrieve(address).catch(() => {});
  await kstash.create("x", 1, { namespace: "denied" }).catch(() => {});
  program.end();
});

const spans = exporter.getFinishedSpans().map((span) => {
  const { name, kind, status, attributes, events, parentSpanContext } = span;
  const { spanId, traceId } = span.spanContext();
  const parentId = parentSpanContext?.spanId;
  const exceptions = events.map((event) => event.attributes["exception.message"]);
  return { name, kind, status, attributes, exceptions, spanId, traceId, parentId };
});
console.log(JSON.stringify(spans));
