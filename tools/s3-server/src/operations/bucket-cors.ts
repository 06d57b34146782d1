import type { Operation } from "../call.js";
import { readCorsRules } from "../cors.js";
import { memoryStorage } from "../memory-storage.js";
import { readText } from "../receive.js";

/** PutBucketCors: from now on pages may ask as these rules say. */
export const putBucketCors: Operation = async (call) => {
  const document = await readText(await call.receive(memoryStorage));
  call.bucket().cors = readCorsRules(document);
  return { status: 200 };
};

/** DeleteBucketCors. */
export const deleteBucketCors: Operation = (call) => {
  call.bucket().cors = undefined;
  return { status: 204 };
};
