/** What the middleware of a command sees of its request, from the SDK's build step on. */
interface Request {
  readonly protocol: string;
  readonly headers: Record<string, string>;
}

/** The SDK types a request as unknown, as it knows other protocols than HTTP; S3 is HTTP. */
export function requestIn(args: { readonly request: unknown }): Request {
  return args.request as Request;
}
