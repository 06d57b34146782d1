import type { Stored } from "./backend.js";
import { digestOf, digestYielding, hashOf, isLarge } from "./digest.js";
import { BackendRemoteError, StashCorrupted, StashNotFound, StashTooLarge } from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import type { Reached } from "./reach.js";

/** The bytes at an address, verified: what was changed on its way never reaches a decoder. */
export async function load(reached: Reached): Promise<Stored> {
  const { address, backend, context, signal } = reached;
  const stored = await attempt(
    backend,
    () => reading(reached),
    signal,
    () => backend.get(address, context),
  );
  if (stored === undefined) throw absent(reached);
  if (!(stored.bytes instanceof Uint8Array)) {
    throw new BackendRemoteError(`backend "${backend.name}" gave no bytes for ${reached.subject}`);
  }
  checkLength(stored.bytes.length, reached);
  if (address.digest === undefined) return stored;
  const hash = hashOf(address.digest);
  const digest = isLarge(stored.bytes)
    ? await digestYielding(stored.bytes, hash, signal)
    : digestOf(stored.bytes, hash);
  checkDigest(digest, stored.bytes.length, reached);
  return stored;
}

/** For messages: what was asked of the backend. */
export function reading({ subject }: Reached): string {
  return `read ${subject}`;
}

export function absent({ subject }: Reached): StashNotFound {
  return new StashNotFound(`stash not found: ${subject}`);
}

/** @throws {StashTooLarge} */
export function checkLength(length: number, { subject, config }: Reached): void {
  if (length <= config.maxPayloadBytes) return;
  throw new StashTooLarge(
    `${subject} has ${length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
  );
}

/** @throws {StashCorrupted} */
export function checkDigest(digest: string, length: number, { address, subject }: Reached): void {
  if (digest === address.digest) return;
  throw new StashCorrupted(
    `the stash at ${subject} is not what was stored: its ${hashOf(digest)} is ${digest} (${length} bytes)`,
  );
}

/**
 * Whose payload it is: what was read beside it (a link's metadata), else what the address says.
 *
 * @throws {InvalidAddress} for metadata that no address could hold, or that the config does not allow
 */
export function identityOf(
  stored: Pick<Stored, "namespace" | "name">,
  { address, config }: Reached,
): { namespace: string; name: string } {
  const { namespace = address.namespace, name = address.name } = stored;
  if (stored.namespace !== undefined) {
    checkNamespace(namespace);
    checkAllowed(namespace, config);
  }
  if (stored.name !== undefined) checkName(name);
  return { namespace, name };
}
