import preset from "@kstash/jest";

// Packed once, before all tests; an install or a first start takes longer than what a test may by default.
export default {
  ...preset,
  globalSetup: "<rootDir>/dist/global-setup.js",
  globalTeardown: "<rootDir>/dist/global-teardown.js",
  testTimeout: 300_000,
};
