import type { PutObjectCommand, PutObjectCommandInput } from "@aws-sdk/client-s3";
import { haveSameSteps } from "./steps.js";

/** A request as it is before it is signed. */
export interface Request {
  readonly protocol: string;
  readonly headers: Record<string, string>;
}

/** What is changed about the requests of one command of the SDK. */
export interface Changes {
  /** Before the SDK has added its checksums. */
  readonly early?: (request: Request, input: PutObjectCommandInput) => void;
  /** After that. */
  readonly late?: (request: Request, input: PutObjectCommandInput) => void;
}

/**
 * A command with changes to its request. The client, which may be the user's, is not changed.
 *
 * @param changes the same object for every command of the kind, and for no other
 */
export function changed<C extends { readonly middlewareStack: unknown }>(
  command: C,
  changes: Changes,
): C {
  // The SDK types this by the command's input; whatever that is, it becomes a request.
  const { middlewareStack } = command as unknown as PutObjectCommand;
  const { early, late } = changes;
  if (early) add(early, "high");
  if (late) add(late, "low");
  haveSameSteps(middlewareStack, changes);
  return command;

  function add(change: NonNullable<Changes["early"]>, priority: "high" | "low") {
    middlewareStack.add(
      (next) => (args) => {
        change(args.request as Request, args.input);
        return next(args);
      },
      { step: "build", priority },
    );
  }
}
