import type { Access } from "./access.js";
import type { Scope } from "./signature.js";

/** What checking a signature needs to know about the server. */
export interface AuthenticationContext {
  readonly access: Access;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a valid signature says about the body that follows. */
export interface Authenticated {
  /** The SHA-256 in hex, or one of the words that x-amz-content-sha256 allows instead. */
  readonly payloadHash: string;
  /** What the signatures of the chunks start from; undefined for a signed link. */
  readonly seed?: {
    readonly key: Buffer;
    readonly timestamp: string;
    readonly scope: Scope;
    readonly signature: string;
  };
}
