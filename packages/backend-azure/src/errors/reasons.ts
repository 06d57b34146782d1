import type { Reason, StoreErrors } from "@kstash/backend-kit";
import { nameOf, statusOf } from "./sdk-error.js";

/** What Azure calls the permission for it: an action of RBAC, and a letter of a SAS. */
const PERMISSION = {
  store: "blobs/write (in a SAS: c and w)",
  read: "blobs/read (in a SAS: r)",
  share: "blobServices/generateUserDelegationKey/action on the account",
  remove: "blobs/delete (in a SAS: d)",
};

const denied: Reason = ({ verb, namespace }) =>
  `access is denied: allow ${PERMISSION[verb]} on container "${namespace}", as the role Storage Blob Data Contributor does; a role that was just assigned takes up to 10 minutes`;
const badCredentials: Reason = () =>
  "the store does not accept the credentials: check the account's key, or the SAS and its times, that they belong to this account, and this machine's clock";
const noToken: Reason = () =>
  "no token was got from Microsoft Entra ID: sign in (az login), or give the machine a managed identity; the cause says what was tried";
const busy: Reason = () => "the store is overloaded, also after retries: try again later";
const changed: Reason = () =>
  "the store received other bytes than were sent, and kept nothing: the connection or a proxy changes data";
const archived: Reason = () =>
  "the blob is in the archive tier: rehydrate it first (Set Blob Tier), or store with another tier";
const gone: Reason = ({ namespace }) =>
  `container "${namespace}" does not exist: create it first (az storage container create --name ${namespace}), as kstash never creates one`;

// By "Common REST API error codes" and "Blob service error codes", and the names of the SDK's errors.
const BY_NAME: Readonly<Record<string, Reason>> = {
  AccountIsDisabled: () => "the storage account is disabled: ask its owner",
  AccountMissing: () =>
    "no storage account is set: set AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY, or pass url and credential",
  AuthenticationError: noToken,
  AuthenticationFailed: badCredentials,
  AuthorizationFailure: (task) =>
    `${denied(task)}; if that is allowed, check that a firewall of the account lets this network in, and the credentials`,
  AuthorizationPermissionMismatch: denied,
  AuthorizationProtocolMismatch: () =>
    "the SAS allows https only: use the account's https endpoint",
  AuthorizationResourceTypeMismatch: denied,
  AuthorizationSourceIPMismatch: () =>
    "the SAS does not allow this machine's IP address: use one that does",
  BlobArchived: archived,
  BlobBeingRehydrated: archived,
  ContainerBeingDeleted: ({ namespace }) =>
    `container "${namespace}" is being deleted: create it again in a minute, or use another`,
  ContainerNotFound: gone,
  CredentialMissing: () =>
    "no credential is set: set AZURE_STORAGE_KEY, or pass credential (new DefaultAzureCredential() of @azure/identity)",
  CredentialUnavailableError: noToken,
  InsufficientAccountPermissions: denied,
  InvalidAuthenticationInfo: badCredentials,
  KeyBasedAuthenticationNotPermitted: () =>
    "the account does not allow its keys: pass a token credential (new DefaultAzureCredential() of @azure/identity)",
  Md5Mismatch: changed,
  NoAuthenticationInformation: badCredentials,
  NothingToSignWith: () =>
    "a link is signed by the account's key or by a token credential, and this client has only a SAS: pass one of them as credential",
  OperationTimedOut: busy,
  PublicAccessNotPermitted: badCredentials,
  ServerBusy: busy,
};

const BY_STATUS: Readonly<Record<number, Reason>> = {
  401: badCredentials,
  403: denied,
  429: busy,
  500: () => "the store failed, also after retries: try again later",
  503: busy,
};

/** How Azure's errors read. */
export const azureErrors: StoreErrors = {
  nameOf,
  statusOf,
  byName: BY_NAME,
  byStatus: BY_STATUS,
  network: { endpoint: "check the account's name, or url or connectionString" },
};
