import type { Reason, StoreErrors } from "@kstash/backend-kit";
import { nameOf, statusOf } from "./gcs-error.js";

/** What Google calls the permission for it (IAM permissions for JSON methods). */
const PERMISSION = {
  store: "storage.objects.create",
  read: "storage.objects.get",
  share: "storage.objects.get",
  remove: "storage.objects.delete",
};

const denied: Reason = ({ verb, namespace }) =>
  `access is denied: allow ${PERMISSION[verb]} on bucket "${namespace}", as the role roles/storage.objectUser does; without storage.objects.list the store may also say so where there is no such object`;
const badCredentials: Reason = () =>
  "the store does not accept the credentials: check the service account or its key, and this machine's clock";
const busy: Reason = () => "the store is overloaded, also after retries: try again later";
const gone: Reason = ({ namespace }) =>
  `bucket "${namespace}" does not exist: create it first (gcloud storage buckets create gs://${namespace}), as kstash never creates one`;

const BY_NAME: Readonly<Record<string, Reason>> = {
  CredentialsMissing: () =>
    "no Google credentials were found: set GOOGLE_APPLICATION_CREDENTIALS to a key file, sign in (gcloud auth application-default login), or pass options.credentials",
  TokenRefused: () =>
    "Google gave no token for the credentials: check the key file, or sign in again (gcloud auth application-default login); the cause says why",
  Md5Mismatch: () =>
    "the store received other bytes than were sent: the connection or a proxy changes data",
  SigningError: () =>
    "the credentials cannot sign links: pass a service account's key, or allow iam.serviceAccounts.signBlob on the account (roles/iam.serviceAccountTokenCreator); the cause says what was tried",
  accountDisabled: () => "the project's billing account is disabled: ask its owner",
  userProjectMissing: () =>
    "the bucket wants requests to be paid for by the requester: use another",
};

const BY_STATUS: Readonly<Record<number, Reason>> = {
  401: badCredentials,
  403: denied,
  404: gone,
  429: busy,
  500: () => "the store failed, also after retries: try again later",
  502: busy,
  503: busy,
  504: busy,
};

/** How Google's errors read. */
export const gcsErrors: StoreErrors = {
  nameOf,
  statusOf,
  byName: BY_NAME,
  byStatus: BY_STATUS,
  network: { endpoint: "check options.apiEndpoint, if it is set" },
};
