import { nameOf, statusOf } from "./sdk-error.js";
import { networkReason } from "./network-reasons.js";
import { PERMISSION, type Task } from "./task.js";

type Reason = (task: Task) => string;

const badKeys: Reason = () =>
  "the store does not accept the credentials: check the access key, the secret and (for temporary ones) the session token, and that they belong to this endpoint";
const expired: Reason = () =>
  "the session token has expired: renew the credentials (aws sso login, or a new session), or give clientConfig.credentials a provider that renews them";
const wrongRegion: Reason = ({ bucket }) =>
  `bucket "${bucket}" is in another region than the client's, or behind another endpoint: set AWS_REGION (or clientConfig.region) to the bucket's region, or clientConfig.followRegionRedirects to true`;
const busy: Reason = () =>
  "the store is overloaded, also after retries: try again later, or raise clientConfig.maxAttempts";
const changed: Reason = () =>
  "the store received other bytes than were sent, and kept nothing: the connection or a proxy changes data";

// By S3's error codes ("Error responses", S3 API reference), and the SDK's own.
const BY_NAME: Readonly<Record<string, Reason>> = {
  AuthorizationHeaderMalformed: wrongRegion,
  BadDigest: changed,
  BrokenBody: () => "the answer broke off, also when it was asked for again: try again later",
  CredentialsProviderError: () =>
    "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or pass clientConfig.credentials",
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  IllegalLocationConstraintException: wrongRegion,
  InvalidAccessKeyId: badKeys,
  InvalidBucketName: ({ bucket }) =>
    `"${bucket}" is not a name that a bucket can have: on S3 a namespace is a bucket (3 to 63 of a-z 0-9 . -)`,
  InvalidObjectState: () =>
    "the object is in an archive storage class: restore it first (RestoreObject), or store with another StorageClass",
  InvalidToken: badKeys,
  NoSuchBucket: ({ bucket }) =>
    `bucket "${bucket}" does not exist: create it first (aws s3api create-bucket --bucket ${bucket}), as kstash never creates one`,
  PermanentRedirect: wrongRegion,
  RegionMissing: () =>
    "no AWS region is set: set AWS_REGION, or pass clientConfig.region (any, such as us-east-1, for a store outside AWS)",
  RequestTimeTooSkewed: () =>
    "this machine's clock differs too much from the store's: set the clock (NTP)",
  ServiceUnavailable: busy,
  SignatureDoesNotMatch: badKeys,
  SlowDown: busy,
  TokenRefreshRequired: expired,
  XAmzContentSHA256Mismatch: changed,
};

// Where a code is missing, as in every answer to a HEAD, or not one of those above.
const BY_STATUS: Readonly<Record<number, Reason>> = {
  301: wrongRegion,
  403: ({ verb, bucket }) =>
    `access is denied: allow ${PERMISSION[verb]} on arn:aws:s3:::${bucket}/*` +
    (verb === "store"
      ? ""
      : `; without s3:ListBucket on arn:aws:s3:::${bucket} S3 also says so where there is no such object`),
  429: busy,
  500: () => "the store failed, also after retries: try again later",
  503: busy,
};

/** Why it failed and what to do; `undefined` where the SDK's own words say as much. */
export function reasonOf(error: unknown, task: Task): string | undefined {
  const name = nameOf(error);
  const reason = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : BY_STATUS[statusOf(error) ?? 0];
  return reason ? `${reason(task)} (${labelOf(error)})` : networkReason(error);
}

/** S3's own words for it, to look up: `NoSuchBucket, HTTP 404`. */
function labelOf(error: unknown): string {
  const status = statusOf(error);
  return status === undefined ? nameOf(error) : `${nameOf(error)}, HTTP ${status}`;
}
