/** Where an object goes, and under which condition. */
export interface Target {
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
}
