/** A library that stores a payload and reads it back. */
export interface Peer {
  readonly name: string;
  /** Where it does less than kstash: what it leaves out. */
  readonly why?: string;
  /** Not a library: the part of kstash's work that the others leave out. */
  readonly isPart?: true;
  roundTrip(data: unknown): Promise<unknown>;
  /** Removes what the last round trip has stored. */
  clear(): unknown;
}
