import { rm } from "node:fs/promises";
import { packed } from "./tarballs.js";

/** After all tests: the tarballs and what was installed of them are removed. */
export default async function teardown(): Promise<void> {
  await rm(packed().folder, { recursive: true, force: true });
}
