import { type Address, InvalidAddress } from "@kstash/core";
import type { StorageDriverClaim } from "@temporalio/common";

/** What a history holds in a payload's place. */
export function claimOf(address: Address): StorageDriverClaim {
  return { claimData: { address: String(address) } };
}

/**
 * The address in a claim. Whoever can write to a history chooses what its claims say, so a claim with
 * anything else in it is refused rather than read in part.
 *
 * @throws {InvalidAddress} for a claim that this driver has not made
 */
export function addressOf({ claimData: { address, ...others } }: StorageDriverClaim): string {
  if (address !== undefined && Object.keys(others).length === 0) return address;
  throw new InvalidAddress(
    `a claim of this driver holds an address and nothing else; this one has ${address === undefined ? "none" : "more"}: which driver of the same name made it?`,
  );
}
