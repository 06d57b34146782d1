/** What S3's error document says ("Error Responses" of the S3 API reference). */
export interface StoreError {
  /** Such as `AccessDenied`; `undefined` where the body is no such document. */
  readonly code: string | undefined;
  readonly message: string;
}

/** Reads the two elements that are of use; the others may repeat the request with its signature. */
export function storeErrorOf(body: string): StoreError {
  return {
    code: /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(body)?.[1],
    message: /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? "",
  };
}
