// Packages as their users have them: packed, and installed in empty folders.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.e2e.ts"], testTimeout: 180_000 };
