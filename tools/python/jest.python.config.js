// The tests that need Python: `npm run test:python`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.python.ts"], testTimeout: 60_000 };
