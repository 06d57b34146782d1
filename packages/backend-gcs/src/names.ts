import { isIP } from "node:net";

// "Cloud Storage bucket naming requirements".
const BUCKET =
  /^(?=.{3,222}$)[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?)*$/;
const RESERVED = /^goog|g[o0]{2}gle/;

/** Why no bucket can have this name; `undefined` if one can. */
export function bucketFault(namespace: string): string | undefined {
  if (BUCKET.test(namespace) && !RESERVED.test(namespace) && isIP(namespace) === 0)
    return undefined;
  return 'on Google Cloud Storage a namespace is a bucket, whose name is 3 to 63 of a-z 0-9 - _ (222 with dots), begins and ends with a letter or digit, is no IP address, has no "google" in it and does not begin with "goog"';
}

/** Why no object can have this key; `undefined` if one can ("Object naming requirements"). */
export function keyFault(key: string): string | undefined {
  if (!key.startsWith(".well-known/acme-challenge/")) return undefined;
  return "on Google Cloud Storage no name begins with .well-known/acme-challenge/";
}
