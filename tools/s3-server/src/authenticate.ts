import type { Access } from "./access.js";
import { S3Error } from "./errors.js";
import { authenticateHeader } from "./authenticate-header.js";
import { authenticateQuery } from "./authenticate-query.js";
import { authenticateQueryV2 } from "./authenticate-query-v2.js";
import type { S3Request } from "./request.js";
import type { Scope } from "./signature.js";

/** What a check needs to know of the server. */
export interface AuthenticationContext {
  readonly access: Access;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a good signature says of the body that follows. */
export interface Authenticated {
  /** The SHA-256 in hex, or one of the words that x-amz-content-sha256 takes in its place. */
  readonly payloadHash: string;
  /** What the signatures of chunks go on from; undefined for a signed link. */
  readonly seed?: {
    readonly key: Buffer;
    readonly timestamp: string;
    readonly scope: Scope;
    readonly signature: string;
  };
}

/** @throws S3Error AccessDenied without credentials, and the codes of the three ways to sign */
export function authenticate(request: S3Request, context: AuthenticationContext): Authenticated {
  if (request.query.has("X-Amz-Algorithm")) return authenticateQuery(request, context);
  if (request.query.has("AWSAccessKeyId")) return authenticateQueryV2(request, context);
  if (request.sentHeaders["authorization"]) return authenticateHeader(request, context);
  throw new S3Error("AccessDenied");
}
