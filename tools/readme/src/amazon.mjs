// The READMEs' programs talk to S3, SQS and SNS under their own host names; here those lead to the test
// servers. Preloaded (node --import) with the servers' ports in README_S3_PORT and README_SQS_PORT.
import tls from "node:tls";

const connect = tls.connect;
const { README_S3_PORT, README_SQS_PORT } = process.env;

tls.connect = (options, ...rest) => {
  const host = options?.host ?? "";
  if (!host.endsWith(".amazonaws.com")) return connect(options, ...rest);
  const port = Number(/^(?:sqs|sns)\./.test(host) ? README_SQS_PORT : README_S3_PORT);
  // Their certificate is for localhost.
  return connect({ ...options, host: "127.0.0.1", port, servername: "localhost" }, ...rest);
};
