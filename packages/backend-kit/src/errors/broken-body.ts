/** A body that ended, or whose connection was lost, too early. */
export class BrokenBody extends Error {
  override readonly name = "BrokenBody";
}
