import type { Reason, StoreErrors } from "@kstash/backend-kit";
import { nameOf, statusOf } from "./sdk-error.js";

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
const wrongRegion: Reason = ({ namespace: bucket }) =>
  `bucket "${bucket}" is in another region than the client's, or behind another endpoint: set AWS_REGION (or clientConfig.region) to the bucket's region, or clientConfig.followRegionRedirects to true`;
const busy: Reason = () =>
  "the store is overloaded, also after retries: try again later, or raise clientConfig.maxAttempts";
const changed: Reason = () =>
  "the store received other bytes than were sent, and kept nothing: the connection or a proxy changes data";
const denied: Reason = ({ verb, namespace: bucket }) =>
  `access is denied: allow ${PERMISSION[verb]} on arn:aws:s3:::${bucket}/*` +
  (verb === "store"
    ? ""
    : `; without s3:ListBucket on arn:aws:s3:::${bucket} S3 also says so where there is no such object`);

// By S3's error codes ("Error responses", S3 API reference), and the SDK's own.
const BY_NAME: Readonly<Record<string, Reason>> = {
  AccessDenied: denied,
  AuthorizationHeaderMalformed: wrongRegion,
  BadDigest: changed,
  CredentialsProviderError: () =>
    "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or pass clientConfig.credentials",
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  IllegalLocationConstraintException: wrongRegion,
  InvalidAccessKeyId: badKeys,
  InvalidBucketName: ({ namespace: bucket }) =>
    `"${bucket}" is not a name that a bucket can have: on S3 a namespace is a bucket (3 to 63 of a-z 0-9 . -)`,
  InvalidObjectState: () =>
    "the object is in an archive storage class: restore it first (RestoreObject), or store with another StorageClass",
  InvalidToken: badKeys,
  NoSuchBucket: ({ namespace: bucket }) =>
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

/** How S3's errors read. */
export const s3Errors: StoreErrors = {
  nameOf,
  statusOf,
  byName: BY_NAME,
  byStatus: BY_STATUS,
  network: {
    endpoint: "check AWS_ENDPOINT_URL_S3 (or clientConfig.endpoint) and the region",
    timeLimit: "raise clientConfig.requestHandler's limits",
    certificate: "whether the store needs clientConfig.forcePathStyle",
  },
};
