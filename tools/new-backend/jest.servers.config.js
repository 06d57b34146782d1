// The example against a real redis-server: `npm run test:servers`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.servers.ts"], testTimeout: 180_000 };
