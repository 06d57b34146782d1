export { KstashInstrumentation, type KstashInstrumentationConfig } from "./instrumentation.js";
