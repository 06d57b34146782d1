// The READMEs' programs talk to S3 under its own host names; here those lead to the test server.
// Preloaded (node --import) with the server's port in README_S3_PORT.
import tls from "node:tls";

const connect = tls.connect;
const port = Number(process.env.README_S3_PORT);

tls.connect = (options, ...rest) => {
  const host = options?.host ?? "";
  if (!host.endsWith(".amazonaws.com")) return connect(options, ...rest);
  // Its certificate is for localhost.
  return connect({ ...options, host: "127.0.0.1", port, servername: "localhost" }, ...rest);
};
