// A whole process: core, a codec and the backend, put together by hand, and one first stash on the S3 that the environment names.
import { randomUUID } from "node:crypto";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";

const { create } = createKstash({ codecs: [cbor], config: { backends: [s3()] } });
await create(`start/${randomUUID()}`, { text: "x".repeat(1000) }, { namespace: "stashes" });
