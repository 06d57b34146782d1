// Programs that talk to S3, SQS and SNS under AWS's own host names are led to the test servers. Preloaded (node
// --import) with the servers' ports in AMAZON_S3_PORT and AMAZON_SQS_PORT.
import tls from "node:tls";

const connect = tls.connect;
const { AMAZON_S3_PORT, AMAZON_SQS_PORT } = process.env;

tls.connect = (options, ...rest) => {
  const host = options?.host ?? "";
  if (!host.endsWith(".amazonaws.com")) return connect(options, ...rest);
  const port = Number(/^(?:sqs|sns)\./.test(host) ? AMAZON_SQS_PORT : AMAZON_S3_PORT);
  // Their certificate is for localhost.
  return connect({ ...options, host: "127.0.0.1", port, servername: "localhost" }, ...rest);
};
