// The suite against servers that are not in this repo: `npm run test:servers`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.servers.ts"] };
