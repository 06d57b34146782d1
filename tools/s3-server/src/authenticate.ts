import { authenticateHeader } from "./authenticate-header.js";
import { authenticateQuery } from "./authenticate-query.js";
import { authenticateQueryV2 } from "./authenticate-query-v2.js";
import type { Authenticated, AuthenticationContext } from "./authentication.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";

/** @throws S3Error AccessDenied without credentials, and the codes of the three ways to sign */
export function authenticate(request: S3Request, context: AuthenticationContext): Authenticated {
  if (request.query.has("X-Amz-Algorithm")) return authenticateQuery(request, context);
  if (request.query.has("AWSAccessKeyId")) return authenticateQueryV2(request, context);
  if (request.sentHeaders["authorization"]) return authenticateHeader(request, context);
  throw new S3Error("AccessDenied");
}
