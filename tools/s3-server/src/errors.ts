// Code → HTTP status and S3's own text.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const catalogue = {
  AccessForbidden: [
    403,
    "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
  ],
  AccessDenied: [403, "Access Denied"],
  AuthorizationHeaderMalformed: [400, "The authorization header you provided is invalid."],
  AuthorizationQueryParametersError: [400, "The query parameters you provided are invalid."],
  BadDigest: [400, "The digest you specified did not match what we received."],
  BucketAlreadyOwnedByYou: [409, "The bucket exists already and is yours."],
  BucketNotEmpty: [409, "The bucket you tried to delete is not empty."],
  ConditionalRequestConflict: [409, "A conflicting operation ran at the same time. Try again."],
  EntityTooLarge: [400, "Your upload exceeds the maximum allowed size."],
  ExpiredToken: [400, "The provided token has expired."],
  IncompleteBody: [400, "You did not provide the number of bytes that the headers state."],
  InternalError: [500, "We encountered an internal error. Please try again."],
  InvalidAccessKeyId: [403, "The access key id you provided does not exist in our records."],
  InvalidArgument: [400, "Invalid argument"],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [400, "The Content-MD5 you specified is not valid."],
  InvalidPart: [400, "One or more of the specified parts could not be found."],
  InvalidPartOrder: [400, "The list of parts was not in ascending order."],
  InvalidRange: [416, "The requested range is not satisfiable."],
  InvalidRequest: [400, "Invalid request"],
  InvalidToken: [400, "The provided token is malformed or otherwise invalid."],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  KeyTooLongError: [400, "Your key is too long."],
  MalformedXML: [400, "The XML you provided was not well-formed."],
  MetadataTooLarge: [400, "Your metadata headers exceed the maximum allowed metadata size."],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist."],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchUpload: [404, "The specified multipart upload does not exist."],
  NotImplemented: [501, "A header or query you provided needs what is not implemented."],
  PreconditionFailed: [412, "At least one of the preconditions you specified did not hold."],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the server's is too large.",
  ],
  SignatureDoesNotMatch: [403, "The request signature we calculated does not match yours."],
  SlowDown: [503, "Please reduce your request rate."],
  XAmzContentSHA256Mismatch: [400, "The x-amz-content-sha256 does not match what was computed."],
} satisfies Record<string, [status: number, message: string]>;

/** S3's error codes that this server answers by itself; a fault can answer any other. */
export type S3ErrorCode = keyof typeof catalogue;

/** A failure that S3 answers as an XML document with a code. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  /** Further elements of the XML document, such as `Key` or `ServerTime`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, details: Record<string, string> = {}, message?: string) {
    super(message ?? catalogue[code][1]);
    this.name = "S3Error";
    this.status = catalogue[code][0];
    this.code = code;
    this.details = details;
  }
}
