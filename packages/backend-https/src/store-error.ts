/** What the error document of S3, Google Cloud Storage or Azure says: the same XML on all of them. */
export interface StoreError {
  /** Such as `AccessDenied`; `undefined` if the body is not an error document. */
  readonly code: string | undefined;
  readonly message: string;
}

/** Reads only these two elements: others may repeat the request with its signature. */
export function storeErrorOf(body: string): StoreError {
  return {
    code: /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(body)?.[1],
    message: /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? "",
  };
}

// What a store answers to an expired link, and to other links as well.
const AMBIGUOUS = [undefined, "AccessDenied", "AuthenticationFailed", "AuthorizationFailure"];

/**
 * Whether a link was refused because it has expired. Either the store says so (S3: AccessDenied with
 * "Request has expired", or ExpiredToken if the signer's own credentials were temporary; Google Cloud
 * Storage: ExpiredToken), or it gives no reason (Ceph, Azure) and the dates in the link say so.
 */
export function isExpired({ code, message }: StoreError, query: string): boolean {
  if (code === "ExpiredToken" || /\bhas expired\b/i.test(message)) return true;
  if (!AMBIGUOUS.includes(code)) return false;
  return expiryOf(new URLSearchParams(query)) <= Date.now();
}

/**
 * When a link expires, in milliseconds since 1970; `NaN` if it does not say. Links are signed by
 * Signature Version 4 of AWS or Google, by a SAS of Azure (`se`), or by AWS's version 2 in older Python
 * programs.
 */
function expiryOf(query: URLSearchParams): number {
  for (const signer of ["X-Amz", "X-Goog"]) {
    const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
      query.get(`${signer}-Date`) ?? "",
    );
    if (!date) continue;
    const [year = 0, month = 0, ...rest] = date.slice(1).map(Number);
    return Date.UTC(year, month - 1, ...rest) + secondsToMs(query.get(`${signer}-Expires`));
  }
  const sas = query.get("se");
  if (sas !== null) return Date.parse(sas);
  return secondsToMs(query.get("Expires"));
}

function secondsToMs(text: string | null): number {
  return /^\d+$/.test(text ?? "") ? Number(text) * 1000 : Number.NaN;
}
