// The tests that need Python: `npm run test:python`.
import config from "./jest.config.js";

export default {
  ...config,
  testMatch: ["<rootDir>/test/**/*.python.ts"],
  globalSetup: "<rootDir>/dist/global-setup.js",
  testTimeout: 60_000,
};
