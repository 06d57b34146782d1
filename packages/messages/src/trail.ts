import { MAX_DEPTH, type Path, refusal, refusals } from "@kstash/core/codec-kit";

/** Where in a message a walk stands: the arrays and objects that it is inside of, and its way through them. */
export class Trail {
  /** The key or index at which it is, by depth. Set it before you look at a value. */
  readonly path: (string | number)[] = [];
  private readonly ancestors: object[] = [];

  /** Enters an array or object, and returns the depth of `path` at which its keys go. */
  enter(container: object): number {
    const depth = this.ancestors.length;
    if (this.ancestors.includes(container)) this.refuse(refusals.CYCLE);
    if (depth >= MAX_DEPTH) this.refuse(refusals.TOO_DEEP);
    this.ancestors.push(container);
    return depth;
  }

  leave(): void {
    this.ancestors.pop();
  }

  here(): Path {
    return this.path.slice(0, this.ancestors.length);
  }

  /** @throws {InvalidData} that names where the walk stands */
  refuse(what: string): never {
    throw refusal(this.here(), what);
  }
}
