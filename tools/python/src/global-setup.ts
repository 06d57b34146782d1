import { installPython } from "./environment.js";

/** Once before all tests: where Python is, for those that need it. */
export default function setUp(): void {
  process.env["KSTASH_TEST_PYTHON"] = installPython() ?? "";
}
