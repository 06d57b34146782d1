import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { startS3Server } from "@kstash/s3-server";
import type { Group } from "../harness/group.js";
import { bytesOf } from "../parts/payloads.js";
import { BUCKET } from "../parts/s3-process.js";

/** What is asked of S3 to store what is there already. */
export const dedupeGroup: Group = {
  name: "dedupe",
  title: "Storing what is there already",
  async run() {
    const server = await startS3Server({ buckets: [BUCKET] });
    const { endpoint, region, credentials } = server;
    const clientConfig = { endpoint, region, credentials, forcePathStyle: true };
    const { create } = createKstash({
      codecs: [cbor],
      config: { backends: [s3({ clientConfig })] },
    });
    const bytes = bytesOf(512 * 1024);
    await create("x", bytes, { namespace: BUCKET });
    server.requests.length = 0;
    await create("x", bytes, { namespace: BUCKET });
    const methods = server.requests.map(({ method }) => method);
    await server.close();
    return {
      rows: [
        {
          what: "S3 create of what is there already, 512 KiB",
          against: "a first create",
          figure: `${methods.length} request: ${methods.join(", ")}`,
          target: "1 request, nothing read back",
          reached: methods.length === 1 && methods[0] === "PUT",
        },
      ],
    };
  },
};
