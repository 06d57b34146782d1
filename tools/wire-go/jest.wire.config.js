// The tests that need Go: `npm run test:wire`.
import config from "./jest.config.js";

export default {
  ...config,
  testMatch: ["<rootDir>/test/**/*.wire.ts"],
  testTimeout: 180_000,
};
