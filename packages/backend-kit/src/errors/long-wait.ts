/** A store that is busy, and asks for a longer wait than anyone is let wait. */
export class LongWait extends Error {
  override readonly name = "LongWait";
  readonly seconds: number;

  /** @param cause the store's own error */
  constructor(ms: number, cause: unknown) {
    super("the store asks for a long wait", { cause });
    this.seconds = Math.ceil(ms / 1000);
  }
}
