// What the README says of permissions, against a server that enforces them: `npm run test:servers`.
import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/**/*.servers.ts"] };
