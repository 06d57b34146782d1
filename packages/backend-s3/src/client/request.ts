import type { GetObjectCommand, GetObjectCommandInput } from "@aws-sdk/client-s3";

/** A request as it is before it is signed. */
export interface Request {
  readonly protocol: string;
  readonly headers: Record<string, string>;
}

/**
 * Changes the request of one command, before (`"high"`) or after (`"low"`) the SDK has added its
 * checksums. The client, which may be the user's, is not changed.
 */
export function changeRequest(
  command: { readonly middlewareStack: unknown },
  priority: "high" | "low",
  change: (request: Request, input: GetObjectCommandInput) => void,
): void {
  // The SDK types this by the command's input; whatever that is, it becomes a request.
  const { middlewareStack } = command as GetObjectCommand;
  middlewareStack.add(
    (next) => (args) => {
      change(args.request as Request, args.input);
      return next(args);
    },
    { step: "build", priority },
  );
}
