import type { BlobGenerateSasUrlOptions, UserDelegationKey } from "@azure/storage-blob";
import type { Address } from "@kstash/core";
import { blobOf, type Session } from "../client/connection.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Makes the function that makes links: a SAS that reads this one blob, signed by the account's key
 * ("Create a service SAS", Blob service REST API), or by a user delegation key where the client has a
 * token ("Create a user delegation SAS"). That key is asked for when it is first needed, and used as
 * long as the links that it signs live no longer than it.
 *
 * @param version the service version of the SAS. Default: the SDK's
 */
export function sharer({ version }: Pick<BlobGenerateSasUrlOptions, "version"> = {}) {
  let delegation: Promise<UserDelegationKey> | undefined;

  async function delegationKey(session: Session, expiresOn: Date): Promise<UserDelegationKey> {
    const key = await delegation?.catch(() => undefined);
    if (key && key.signedExpiresOn >= expiresOn) return key;
    delegation = requestKey(session, expiresOn);
    return delegation;
  }

  return async (session: Session, address: Address, ttlSec: number): Promise<string> => {
    const { sdk, service } = session;
    const { credential } = service;
    // In whole seconds, as the SAS has it, and not shorter than asked for.
    const expiresOn = new Date(Math.ceil(Date.now() / 1000) * 1000 + ttlSec * 1000);
    const options: BlobGenerateSasUrlOptions = {
      permissions: sdk.BlobSASPermissions.parse("r"),
      expiresOn,
    };
    if (version !== undefined) options.version = version;
    if (service.url.startsWith("https:")) options.protocol = sdk.SASProtocol.Https;
    const blob = blobOf(session, address);
    if ("getToken" in credential) {
      return blob.generateUserDelegationSasUrl(options, await delegationKey(session, expiresOn));
    }
    // By what it can do: a client that is passed in may be of another version of the SDK.
    if ("computeHMACSHA256" in credential) return blob.generateSasUrl(options);
    throw Object.assign(new Error("a SAS signs nothing"), { name: "NothingToSignWith" });
  };
}

/** A key that is good for the link's time and an hour more: at most the 7 days that Azure allows. */
function requestKey({ service, signal }: Session, expiresOn: Date): Promise<UserDelegationKey> {
  const now = Date.now();
  const until = new Date(Math.min(Number(expiresOn) + HOUR_MS, now + WEEK_MS));
  // A clock of this machine that is fast must not put off the key's first second.
  const startsOn = new Date(now - 5 * MINUTE_MS);
  return service.getUserDelegationKey(startsOn, until, signal ? { abortSignal: signal } : {});
}
