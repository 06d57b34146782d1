/** A library that stores a payload and reads it back, or a part of that work. */
export interface Peer {
  readonly name: string;
  /** What it leaves out that kstash does. */
  readonly why?: string;
  roundTrip(data: Uint8Array): Promise<unknown>;
  /** Removes what the last round trip has stored. */
  clear(): unknown;
}
