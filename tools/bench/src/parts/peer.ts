/** A library that stores a payload and reads it back. */
export interface Peer {
  readonly name: string;
  /** Where it does less than kstash: what it leaves out. */
  readonly why?: string;
  roundTrip(data: unknown): Promise<unknown>;
  /** Removes what the last round trip has stored. */
  clear(): unknown;
}
