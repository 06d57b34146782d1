import { fileURLToPath } from "node:url";
import preset from "@kstash/jest";

const resolve = (name) => fileURLToPath(import.meta.resolve(name));

export default {
  ...preset,
  testMatch: ["<rootDir>/test/**/*.runtimes.ts"],
  globalSetup: resolve("@kstash/packed/global-setup"),
  globalTeardown: resolve("@kstash/packed/global-teardown"),
  testTimeout: 120_000,
};
