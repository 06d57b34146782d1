import type { S3Request } from "./request.js";

/** A request and how it was answered. */
export interface RequestRecord {
  readonly method: string;
  /** Whether the bucket was named in the path or in the Host header. */
  readonly style: S3Request["style"];
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Names only: the values of a signed link are credentials. */
  readonly query: readonly string[];
  /** By lowercase name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined until it is answered, and forever if the connection was dropped. */
  status: number | undefined;
  /** The code of an error's XML. */
  code: string | undefined;
}

export function recordOf(request: S3Request): RequestRecord {
  const { method, style, bucket, key, query, sentHeaders: headers } = request;
  const unanswered = { status: undefined, code: undefined };
  return { method, style, bucket, key, query: [...query.keys()], headers, ...unanswered };
}
