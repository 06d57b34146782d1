// The load runs: `npm run test:load`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/load/**/*.load.ts"], testTimeout: 300_000 };
