// The tests that need Ceph: `npm run test:servers`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.servers.ts"] };
