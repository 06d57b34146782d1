import preset from "@kstash/jest";

export default { ...preset, setupFiles: ["@kstash/jest/errors-of-node"] };
