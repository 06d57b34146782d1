import type { Await, Stored, StoredStream } from "./backend.js";
import { digestOf, digestYielding, type HashName, hashOf, isLarge } from "./digest.js";
import { BackendRemoteError, StashCorrupted, StashNotFound, StashTooLarge } from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { andThen } from "./pending.js";
import type { Reached } from "./reach.js";

/** What is at an address: still to be verified, or still to come. */
export function load(reached: Reached): Await<Stored | StoredStream> {
  const { address, backend, context, signal } = reached;
  const stored = attempt(
    backend,
    () => reading(reached),
    signal,
    () => backend.get(address, context),
  );
  return andThen(stored, (found) => {
    if (found === undefined) throw absent(reached);
    return found;
  });
}

/** The same, verified: what was changed on its way never reaches a decoder. */
export function verify(stored: Stored, reached: Reached): Await<Stored> {
  const { address, backend } = reached;
  if (!(stored?.bytes instanceof Uint8Array)) {
    throw new BackendRemoteError(`backend "${backend.name}" gave no bytes for ${reached.subject}`);
  }
  checkLength(stored.bytes.length, reached);
  if (address.digest === undefined) return stored;
  const hash = hashOf(address.digest);
  if (isLarge(stored.bytes)) return verifyLarge(stored, hash, reached);
  checkDigest(digestOf(stored.bytes, hash), stored.bytes.length, reached);
  return stored;
}

async function verifyLarge(stored: Stored, hash: HashName, reached: Reached): Promise<Stored> {
  const digest = await digestYielding(stored.bytes, hash, reached.signal);
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
export function checkLength(length: number, reached: Reached): void {
  const { maxPayloadBytes } = reached.config;
  if (length <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `${reached.subject} has ${length} bytes, Config.maxPayloadBytes allows ${maxPayloadBytes}`,
  );
}

/** @throws {StashCorrupted} */
export function checkDigest(digest: string, length: number, reached: Reached): void {
  if (digest === reached.address.digest) return;
  throw new StashCorrupted(
    `the stash at ${reached.subject} is not what was stored: its ${hashOf(digest)} is ${digest} (${length} bytes)`,
  );
}

/** What was read, verified and decoded. */
export interface Loaded {
  readonly identity: Identity;
  readonly data: unknown;
  /** The bytes that are stored. */
  readonly encoded: () => Uint8Array;
}

/** Whose payload it is. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Whose payload it is: what was read beside it (a link's metadata), else what the address says.
 *
 * @throws {InvalidAddress} for metadata that no address could hold, or that the config does not allow
 */
export function identityOf(
  stored: Pick<Stored, "namespace" | "name">,
  { address, config }: Reached,
): Identity {
  const { namespace = address.namespace, name = address.name } = stored;
  if (stored.namespace !== undefined) {
    checkNamespace(namespace);
    checkAllowed(namespace, config);
  }
  if (stored.name !== undefined) checkName(name);
  return { namespace, name };
}
