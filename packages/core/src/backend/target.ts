import type { Address } from "../address/address.js";
import type { Backend, BackendContext } from "./backend.js";

/** An address, and the backend that serves it. */
export interface Target {
  readonly address: Address;
  /** The address as messages show it. */
  readonly subject: string;
  readonly backend: Backend;
  /** What the backend's methods are given. */
  readonly context: BackendContext;
}
