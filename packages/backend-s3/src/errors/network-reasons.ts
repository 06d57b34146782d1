/** What Node puts on an error of the network; `host` is that of a certificate that does not fit. */
type NetworkError = Partial<
  Record<"code" | "name" | "hostname" | "host" | "address" | "port", string>
>;

const CHECK = "check AWS_ENDPOINT_URL_S3 (or clientConfig.endpoint) and the region";

/** Why no answer came and what to do; `undefined` for what is no error of the network. */
export function networkReason(error: unknown): string | undefined {
  const { code = "", name, hostname, host: named, address, port } = firstOf(error);
  const host = hostname ?? named ?? (address === undefined ? "the store" : `${address}:${port}`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `the name ${host} could not be resolved: ${CHECK}, and the network's DNS (${code})`;
  }
  if (code === "ECONNREFUSED") return `${host} refused the connection: ${CHECK} (${code})`;
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return `${host} cannot be reached: ${CHECK}, and the network (${code})`;
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return `the connection was lost, also after retries: try again later (${code})`;
  }
  // After the codes: the SDK names some of them TimeoutError as well.
  if (name === "TimeoutError" || code === "ETIMEDOUT") {
    return `${host} did not answer in time, also after retries: check the network, or raise clientConfig.requestHandler's limits (${code || name})`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `the certificate of ${host} is for other names: ${CHECK}, and whether the store needs clientConfig.forcePathStyle (${code})`;
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
