import { afterAll, beforeAll, describe } from "@jest/globals";
import { openStage, type Stage } from "../src/stage.js";
import { describeAwsSdk } from "./aws-sdk.js";
import { describePrograms } from "./programs.js";
import { describeWorkers } from "./workers.js";

const isSupported = process.platform === "linux" && process.arch === "x64";
if (!isSupported) {
  console.error("THE RUNTIMES DID NOT RUN: their packages are those for Linux on x64, with glibc");
}

// One file, as all of it runs what is installed once.
(isSupported ? describe : describe.skip)("what ships runs in", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());

  describePrograms(() => stage);
  describeWorkers(() => stage);
  describeAwsSdk(() => stage);
});
