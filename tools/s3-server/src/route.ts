import type { Operation } from "./call.js";
import { S3Error } from "./errors.js";
import { createBucket, deleteBucket, headBucket, listBuckets } from "./operations/buckets.js";
import { deleteBucketCors, putBucketCors } from "./operations/bucket-cors.js";
import { completeMultipartUpload } from "./operations/complete-multipart-upload.js";
import { copyObject } from "./operations/copy-object.js";
import { deleteObject } from "./operations/delete-object.js";
import { getObjectTagging } from "./operations/get-object-tagging.js";
import { getObject } from "./operations/get-object.js";
import { listObjects } from "./operations/list-objects.js";
import { listMultipartUploads, listParts } from "./operations/list-uploads.js";
import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
} from "./operations/multipart-upload.js";
import { putObject } from "./operations/put-object.js";
import type { S3Request } from "./request.js";

interface Route {
  readonly method: string;
  readonly on: "service" | "bucket" | "object";
  /** Query parameters that make it this operation. */
  readonly needs?: readonly string[];
  /** Query parameters that it understands. */
  readonly takes?: readonly string[];
  readonly operation: Operation;
}

const page = ["max-keys", "start-after", "continuation-token", "fetch-owner"];
const listing = ["prefix", "delimiter", "encoding-type", ...page];
const uploads = ["prefix", "encoding-type"];
const parts = ["max-parts", "part-number-marker"];
const part = ["partNumber", "uploadId"];

const routes: readonly Route[] = [
  { method: "GET", on: "service", operation: listBuckets },
  { method: "PUT", on: "bucket", operation: createBucket },
  { method: "PUT", on: "bucket", needs: ["cors"], operation: putBucketCors },
  { method: "DELETE", on: "bucket", needs: ["cors"], operation: deleteBucketCors },
  { method: "HEAD", on: "bucket", operation: headBucket },
  { method: "DELETE", on: "bucket", operation: deleteBucket },
  { method: "GET", on: "bucket", needs: ["list-type"], takes: listing, operation: listObjects },
  {
    method: "GET",
    on: "bucket",
    needs: ["uploads"],
    takes: uploads,
    operation: listMultipartUploads,
  },
  { method: "PUT", on: "object", operation: putOrCopy },
  { method: "GET", on: "object", operation: getObject },
  { method: "HEAD", on: "object", operation: getObject },
  { method: "DELETE", on: "object", operation: deleteObject },
  { method: "GET", on: "object", needs: ["tagging"], operation: getObjectTagging },
  { method: "POST", on: "object", needs: ["uploads"], operation: createMultipartUpload },
  { method: "PUT", on: "object", needs: part, operation: uploadPart },
  { method: "POST", on: "object", needs: ["uploadId"], operation: completeMultipartUpload },
  { method: "DELETE", on: "object", needs: ["uploadId"], operation: abortMultipartUpload },
  { method: "GET", on: "object", needs: ["uploadId"], takes: parts, operation: listParts },
];

/**
 * The operation that a request asks for.
 * @throws S3Error NotImplemented for a query parameter that this server does not know (none is ignored),
 *   MethodNotAllowed
 */
export function route(request: S3Request): Operation {
  const on = request.key ? "object" : request.bucket ? "bucket" : "service";
  const asked = [...request.query.keys()].filter((name) => !isSigning(name));
  const candidates = routes.filter((route) => route.method === request.method && route.on === on);
  const found = candidates.find(({ needs = [], takes = [] }) => {
    const understood = asked.every((name) => needs.includes(name) || takes.includes(name));
    return understood && needs.every((name) => asked.includes(name));
  });
  if (found) return found.operation;
  if (asked.length === 0) throw new S3Error("MethodNotAllowed", { Method: request.method });
  throw new S3Error("NotImplemented", { Query: asked.join(" ") });
}

function putOrCopy(...[call]: Parameters<Operation>): ReturnType<Operation> {
  return call.request.headers["x-amz-copy-source"] ? copyObject(call) : putObject(call);
}

// What signs a link, what the AWS SDK adds for its own logs, and headers moved into the query.
function isSigning(name: string): boolean {
  return /^(x-amz-.*|x-id|AWSAccessKeyId|Expires|Signature)$/i.test(name);
}
