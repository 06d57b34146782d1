import type { StoreError } from "./store-error.js";

/**
 * Whether a link was refused because its time is over: the store says so (S3: AccessDenied with
 * "Request has expired"; ExpiredToken where the signer's own credentials were temporary), or it
 * gives no reason (Ceph) and the link's own dates say so.
 */
export function isExpired({ code, message }: StoreError, query: string): boolean {
  if (code === "ExpiredToken" || /\bhas expired\b/i.test(message)) return true;
  if (code !== undefined && code !== "AccessDenied") return false;
  return expiryOf(new URLSearchParams(query)) <= Date.now();
}

/** In milliseconds since 1970, by Signature Version 4 or, as older Python programs make them, 2. */
function expiryOf(query: URLSearchParams): number {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "");
  if (date) {
    const [year = 0, month = 0, ...rest] = date.slice(1).map(Number);
    return Date.UTC(year, month - 1, ...rest) + seconds(query.get("X-Amz-Expires"));
  }
  return seconds(query.get("Expires"));
}

function seconds(text: string | null): number {
  return /^\d+$/.test(text ?? "") ? Number(text) * 1000 : Number.NaN;
}
