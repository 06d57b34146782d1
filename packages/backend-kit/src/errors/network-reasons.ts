/** What to do when a store cannot be reached, in the words of its own options. */
export interface NetworkAdvice {
  /** What names the endpoint: `check AWS_ENDPOINT_URL_S3 (or clientConfig.endpoint) and the region`. */
  readonly endpoint: string;
  /** What else to do about an answer that did not come in time: `raise …`. */
  readonly timeLimit?: string;
  /** What else to check when a certificate is for other names: `whether …`. */
  readonly certificate?: string;
}

/** What Node puts on an error of the network; `host` is that of a certificate that does not fit. */
type NetworkError = Partial<
  Record<"code" | "name" | "hostname" | "host" | "address" | "port", string>
>;

/** Why no answer came and what to do; `undefined` for what is no error of the network. */
export function networkReason(error: unknown, advice: NetworkAdvice): string | undefined {
  const { endpoint, timeLimit, certificate } = advice;
  const { code = "", name, hostname, host: named, address, port } = firstOf(error);
  const host = hostname ?? named ?? (address === undefined ? "the store" : `${address}:${port}`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `the name ${host} could not be resolved: ${endpoint}, and the network's DNS (${code})`;
  }
  if (code === "ECONNREFUSED") return `${host} refused the connection: ${endpoint} (${code})`;
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return `${host} cannot be reached: ${endpoint}, and the network (${code})`;
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return `the connection was lost, also after retries: try again later (${code})`;
  }
  // After the codes: the AWS SDK names some of them TimeoutError as well.
  if (name === "TimeoutError" || code === "ETIMEDOUT") {
    const remedy = timeLimit ? `, or ${timeLimit}` : "";
    return `${host} did not answer in time, also after retries: check the network${remedy} (${code || name})`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const remedy = certificate ? `, and ${certificate}` : "";
    return `the certificate of ${host} is for other names: ${endpoint}${remedy} (${code})`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return `the store's certificate is not trusted: set NODE_EXTRA_CA_CERTS to the file of its authority (${code})`;
  }
  return undefined;
}

// A name with several addresses fails with one error for each of them.
function firstOf(error: unknown): NetworkError {
  const one = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return one instanceof Error ? (one as NetworkError) : {};
}
