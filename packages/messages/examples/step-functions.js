// Orders of any size through AWS Step Functions, where a state's input and result have at most 256 KiB.
// Here `execute` stands for it: it has the same limit, and retries as the Amazon States Language says.
//   KSTASH_FILE_ROOT=./stashes node step-functions.js
import { createMessages } from "@kstash/messages";
import * as kstash from "kstash";

const LIMIT = 262_144;
const { STORE = "file", BUCKET = "orders" } = process.env;
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that all share, or "s3"
  namespace: BUCKET,
  overBytes: LIMIT,
});

// Each would be the handler of a Lambda function. What a task passes on unchanged keeps its address.
const task = (work) => async (input) => offload(await work(await hydrate(input)));
const scan = task((order) => ({ ...order, scan: "0123456789".repeat(300_000) }));
let attempts = 0;
const print = task((order) => {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  return { ...order, characters: order.scan.length };
});
// Last: until here a retry needs it. What cannot be removed now, a lifecycle rule removes later.
const cleanUp = async (order) => ({ ...order, scan: `${(await release(order)).length} released` });

// A payload that is gone stays gone. Whatever else failed is tried again: nothing was released.
const retry = [
  { ErrorEquals: ["StashNotFound"], MaxAttempts: 0 },
  { ErrorEquals: ["States.ALL"], MaxAttempts: 2 },
];
const states = {
  Scan: { Resource: scan, Next: "Print" },
  Print: { Resource: print, Next: "CleanUp", Retry: retry },
  CleanUp: { Resource: cleanUp },
};

const history = [];
async function execute(name, input) {
  history.push([name, input]);
  const { Resource, Retry = [], Next } = states[name];
  let result;
  for (let retries = 0; result === undefined; retries += 1) {
    result = await Resource(input).catch((error) => {
      console.log(`${name} failed: ${error.message}`);
      const rule = Retry.find(({ ErrorEquals: [e] }) => e === error.name || e === "States.ALL");
      if (retries >= (rule?.MaxAttempts ?? 0)) throw error;
    });
  }
  const bytes = Buffer.byteLength(JSON.stringify(result));
  console.log(`${name} gives ${bytes} bytes`);
  if (bytes > LIMIT) throw new Error("States.DataLimitExceeded");
  return Next ? execute(Next, result) : result;
}

console.log(await execute("Scan", { id: 1 }));
// Someone runs the execution again from its second state, after the release.
await execute(...history[1]).catch((error) => console.log(`dead: ${error.name}`));
