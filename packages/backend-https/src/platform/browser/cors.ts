/** What a page must be allowed to see of a response. The first three are needed for a large body alone. */
const EXPOSED = [
  "ETag",
  "Content-Range",
  "Retry-After",
  "x-amz-meta-kstash-name",
  "x-amz-meta-kstash-namespace",
];

const RULE = `(on S3, "ExposeHeaders": ${JSON.stringify(EXPOSED)})`;

/** The page's own origin; `undefined` in a Worker, which CORS does not concern. */
const origin = () => (globalThis as { location?: { origin?: string } }).location?.origin;

/**
 * Why there is no response: a browser says the same of a network that is down and of a store whose CORS rule
 * does not allow the page, lest the page learn more than it may.
 */
export function noResponse(reason: string): string {
  const page = origin();
  if (page === undefined) return `no answer came (${reason})`;
  return `no answer came that this page may read (${reason}): if the network works, the store's CORS rule has to allow GET from the origin ${page}, with the headers If-Match and Range, and to expose the headers of its answer ${RULE}`;
}

/**
 * Whether a store shows a page nothing but what it always may: every store answers with an ETag. What it hides
 * may say whose stash it is, and would be missed.
 */
export function isHidden({ type, ok, headers }: Response): boolean {
  return type === "cors" && ok && !headers.has("etag");
}

export const HIDDEN = `the store's CORS rule hides the headers of its answer, such as the namespace and name of the stash: it has to expose them ${RULE}`;
