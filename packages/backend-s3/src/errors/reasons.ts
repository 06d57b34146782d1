import { networkReason } from "./network-reasons.js";
import { nameOf, statusOf } from "./sdk-error.js";

/** What was asked of S3. */
export interface Task {
  readonly verb: keyof typeof PERMISSION;
  /** The address, not fit for messages yet. */
  readonly address: string;
  readonly bucket: string;
}

type Reason = (task: Task) => string;

/** What AWS calls the permission (IAM action) for it. */
const PERMISSION = {
  store: "s3:PutObject",
  read: "s3:GetObject",
  share: "s3:GetObject",
  remove: "s3:GetObject and s3:DeleteObject",
};

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
const denied: Reason = ({ verb, bucket }) =>
  `access is denied: allow ${PERMISSION[verb]} on arn:aws:s3:::${bucket}/*` +
  (verb === "store"
    ? ""
    : `; without s3:ListBucket on arn:aws:s3:::${bucket} S3 also says so where there is no such object`);

// By S3's error codes ("Error responses", S3 API reference), and the SDK's own.
const BY_NAME: Readonly<Record<string, Reason>> = {
  AccessDenied: denied,
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

// Where there is no code, as in every answer to a HEAD, or none of those above.
const BY_STATUS: Readonly<Record<number, Reason>> = {
  301: wrongRegion,
  403: (task) =>
    `${denied(task)}; if that is allowed, check the credentials and this machine's clock`,
  429: busy,
  500: () => "the store failed, also after retries: try again later",
  503: busy,
};

/** Why it failed and what to do; for what is not foreseen, what the error itself says. */
export function reasonOf(error: unknown, task: Task): string {
  const name = nameOf(error);
  const status = statusOf(error);
  const reason = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : BY_STATUS[status ?? 0];
  if (!reason) return networkReason(error) ?? ownWords(error);
  // With S3's own words for it, to look up: `NoSuchBucket, HTTP 404`.
  return `${reason(task)} (${status === undefined ? name : `${name}, HTTP ${status}`})`;
}

/** In one line, and without the query of any link, which could be signed. */
function ownWords(error: unknown): string {
  if (!(error instanceof Error)) return "no reason given";
  const shown = error.message.slice(0, 1000).replace(/(:\/\/[^\s?]*)\?[^\s"'<>]*/g, "$1?…");
  return `${error.name}: ${shown.replace(/\p{C}+/gu, " ")}`;
}
