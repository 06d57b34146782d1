import { tracingChannel } from "node:diagnostics_channel";
import type { TraceEvent } from "@kstash/core";
import {
  type Attributes,
  type MeterProvider,
  metrics,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import manifest from "../package.json" with { type: "json" };
import { createHistograms } from "./histograms.js";

// Read one by one, so that the bundle holds these two and not the whole manifest.
const NAME = manifest.name;
const VERSION = manifest.version;

export interface KstashInstrumentationConfig {
  /** Whether it records from the start. Default `true`. */
  readonly enabled?: boolean;
  /**
   * Whether spans carry the name of the stash, as `kstash.name`. Default `false`, since names may be
   * private. The message of an error quotes the name either way.
   */
  readonly recordName?: boolean;
}

/**
 * Records a span and metrics for every kstash operation in this process. It is an `Instrumentation`, as
 * `NodeSDK` and `registerInstrumentations` take it. On its own it uses the global providers: the tracer
 * provider may be registered later, the meter provider must have been registered before.
 *
 * The span is active while its operation runs, so the spans of whatever the backend calls (the AWS SDK,
 * HTTP) are its children.
 */
export class KstashInstrumentation {
  readonly instrumentationName = NAME;
  readonly instrumentationVersion = VERSION;

  #config: KstashInstrumentationConfig;
  #enabled = false;
  #tracer = trace.getTracer(NAME, VERSION);
  #histograms = createHistograms(metrics.getMeter(NAME, VERSION));

  constructor(config: KstashInstrumentationConfig = {}) {
    this.#config = config;
    if (config.enabled !== false) this.enable();
  }

  /** Subscribes to kstash's channels. */
  enable(): void {
    if (this.#enabled) return;
    this.#enabled = true;
    for (const channel of channels()) channel.start.subscribe(this.#onStart);
  }

  /** Unsubscribes. Operations that are under way still end their spans. */
  disable(): void {
    this.#enabled = false;
    for (const channel of channels()) channel.start.unsubscribe(this.#onStart);
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#tracer = provider.getTracer(NAME, VERSION);
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#histograms = createHistograms(provider.getMeter(NAME, VERSION));
  }

  /** Takes effect from the next operation on; for `enabled`, call `enable` or `disable`. */
  setConfig(config: KstashInstrumentationConfig): void {
    this.#config = config;
  }

  getConfig(): KstashInstrumentationConfig {
    return { ...this.#config, enabled: this.#enabled };
  }

  readonly #onStart = (message: unknown): void => {
    const event = message as TraceEvent;
    const { operation, run } = event;
    const attributes = { "kstash.operation": operation };
    event.run = () =>
      this.#tracer.startActiveSpan(`kstash ${operation}`, { attributes }, async (span) => {
        const started = performance.now();
        try {
          await run();
        } catch (error) {
          span.recordException(error as Error);
          span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
          throw error;
        } finally {
          const seconds = (performance.now() - started) / 1000;
          const common = commonAttributes(event);
          this.#histograms.duration.record(seconds, common);
          if (event.bytes !== undefined) this.#histograms.size.record(event.bytes, common);
          span.setAttributes({ ...common, ...this.#spanAttributes(event) });
          span.end();
        }
      });
  };

  #spanAttributes({ namespace, name, codec, bytes }: TraceEvent): Attributes {
    return {
      "kstash.codec": codec,
      "kstash.namespace": namespace,
      "kstash.name": this.#config.recordName ? name : undefined,
      "kstash.payload.size": bytes,
    };
  }
}

/** Those that spans and metrics share: each has few values, and no address can make up another. */
function commonAttributes({ operation, scheme, outcome }: TraceEvent): Attributes {
  return {
    "kstash.operation": operation,
    ...(scheme !== undefined && { "kstash.backend": scheme }),
    ...(outcome !== "success" && { "error.type": outcome }),
  };
}

function messageOf(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error);
}

function channels() {
  return ["create", "retrieve", "share", "remove"].map((name) => tracingChannel(`kstash:${name}`));
}
