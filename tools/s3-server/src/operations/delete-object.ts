import type { Operation } from "../call.js";
import { writeConditions } from "../conditions.js";
import { removeObject } from "../store.js";

/** DeleteObject: 204 even if there is nothing. */
export const deleteObject: Operation = (call) => {
  const bucket = call.bucket();
  writeConditions(call.request.headers, bucket.objects.get(call.key));
  removeObject(bucket, call.key);
  return { status: 204 };
};
