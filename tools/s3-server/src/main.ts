#!/usr/bin/env node
// Runs the server as a process of its own:
//   node dist/main.js [--tls] [--bucket NAME]… [--region REGION] [--root FOLDER] [--link JSON] [--unchecked]
// One line of JSON says where it is. It ends when its standard input does, or on SIGTERM or SIGINT.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { caPath } from "./certificate.js";
import type { LinkModel } from "./link.js";
import { startS3Server } from "./server.js";

const { values } = parseArgs({
  options: {
    tls: { type: "boolean", default: false },
    bucket: { type: "string", multiple: true, default: [] },
    region: { type: "string" },
    root: { type: "string" },
    // A LinkModel: {"latencyMs":20,"connectionRate":60000000}
    link: { type: "string" },
    unchecked: { type: "boolean", default: false },
  },
});
const { bucket: buckets, tls, region, root, link, unchecked } = values;
const server = await startS3Server({
  tls,
  buckets,
  unchecked,
  ...(region && { region }),
  ...(root && { root }),
  ...(link && { link: JSON.parse(link) as LinkModel }),
});
const { endpoint, credentials } = server;
const line = { endpoint, ...(tls && { ca: caPath }), ...credentials, region: server.region };
process.stdout.write(`${JSON.stringify(line)}\n`);

process.stdin.resume();
await Promise.race(
  ["SIGTERM", "SIGINT"].map((signal) => once(process, signal)).concat(once(process.stdin, "end")),
);
await server.close();
process.stdin.destroy();
