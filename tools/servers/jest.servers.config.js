// What needs the servers themselves: `npm run test:servers`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.servers.ts"], testTimeout: 120_000 };
