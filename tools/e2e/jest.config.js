import { fileURLToPath } from "node:url";
import preset from "@kstash/jest";

const resolve = (name) => fileURLToPath(import.meta.resolve(name));

// Packed once, before all tests; an install or a first start takes longer than what a test may by default.
export default {
  ...preset,
  globalSetup: resolve("@kstash/packed/global-setup"),
  globalTeardown: resolve("@kstash/packed/global-teardown"),
  testTimeout: 300_000,
};
