// A whole process: kstash, and one first stash on the S3 that the environment names.
import { randomUUID } from "node:crypto";
import { create } from "kstash";

await create(`start/${randomUUID()}`, { text: "x".repeat(1000) }, { namespace: "stashes" });
