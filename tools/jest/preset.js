// The one place where Jest is set: TypeScript sources as ES modules, workspace packages from their
// `src` (the `@kstash/source` condition), so that no test needs a build.
import { fileURLToPath } from "node:url";

/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": [resolve("ts-jest"), { useESM: true, transpilation: true }] },
  resolver: fileURLToPath(new URL("./resolver.cjs", import.meta.url)),
  testEnvironmentOptions: { customExportConditions: ["@kstash/source", "node", "node-addons"] },
  testTimeout: 20_000,
  maxWorkers: 1,
};

function resolve(name) {
  return fileURLToPath(import.meta.resolve(name));
}
