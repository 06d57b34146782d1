import type { BodyFault } from "./body-faults.js";
import type { S3Request } from "./request.js";

/** What goes wrong with a request. The parts may be combined; they apply in this order. */
export interface Fault {
  /** Milliseconds, or what must have happened, before anything else is done. */
  readonly wait?: number | Promise<unknown>;
  /**
   * `stall`: never answered. `drop`: the connection is reset at once, and nothing is done.
   * `drop-answer`: what is asked is done, and the connection is reset before the answer.
   */
  readonly connection?: "stall" | "drop" | "drop-answer";
  /** Answered in place of the operation, as an error's XML. */
  readonly answer?: { readonly status: number; readonly code: string; readonly message?: string };
  /** How the answer's body is changed. */
  readonly body?: BodyFault;
}

/** Which requests meet the fault. A field that is left out matches anything. */
export interface FaultMatch {
  readonly method?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly when?: (request: S3Request) => boolean;
  /** How many requests; 1 by default, `Infinity` for all. */
  readonly times?: number;
}

/** A fault that was asked for. */
export interface PlannedFault {
  /** Resolves when the first request meets it. */
  readonly reached: Promise<void>;
}

/** The faults to come, in the order in which they were requested. */
export class Faults {
  #planned: { match: FaultMatch; fault: Fault; left: number; reach: () => void }[] = [];

  /** Lets the next request that matches, or the next `times`, meet a fault. */
  next(options: Fault & FaultMatch): PlannedFault {
    let reach = () => {};
    const reached = new Promise<void>((resolve) => (reach = resolve));
    this.#planned.push({ match: options, fault: options, left: options.times ?? 1, reach });
    return { reached };
  }

  /** Drops the faults that have not been met yet. */
  clear(): void {
    this.#planned = [];
  }

  /** The fault that this request meets, if any. */
  take(request: S3Request): Fault | undefined {
    const planned = this.#planned.find(({ match }) => matches(match, request));
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    planned.reach();
    return planned.fault;
  }
}

function matches({ method, bucket, key, when }: FaultMatch, request: S3Request): boolean {
  return (
    (method === undefined || method === request.method) &&
    (bucket === undefined || bucket === request.bucket) &&
    (key === undefined || key === request.key) &&
    (when === undefined || when(request))
  );
}
