import preset from "@kstash/jest";

export default { ...preset, setupFiles: ["<rootDir>/test/errors-of-node.ts"] };
