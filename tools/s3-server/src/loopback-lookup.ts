import type { LookupFunction } from "node:net";

/**
 * Resolves every name to 127.0.0.1: for an agent's `lookup` option, as not every system resolves
 * `bucket.s3.localhost`.
 */
export const loopbackLookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};
