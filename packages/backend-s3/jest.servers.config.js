// The suite against servers that are not in this repo: `npm run test:servers`.
import preset from "@kstash/jest";

export default { ...preset, testMatch: ["<rootDir>/test/**/*.servers.ts"] };
