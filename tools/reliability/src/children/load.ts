// node --expose-gc load.ts file|s3 COUNT WIDTH PREFIX [ROOT]: a load run in a process of its own.
import { file } from "@kstash/backend-file";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { run } from "../load/run.js";

const [kind, count = "", width = "", prefix = "", root = ""] = process.argv.slice(2);
const backend = kind === "s3" ? s3({ clientConfig: { forcePathStyle: true } }) : file({ root });
const kstash = createKstash({ codecs: [cbor], config: { backends: [backend] } });
const result = await run(kstash, { count: Number(count), width: Number(width), prefix });
process.stdout.write(`${JSON.stringify(result)}\n`);
