import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the test CA's certificate is, for NODE_EXTRA_CA_CERTS and the like. */
export const caPath = fileURLToPath(new URL("../certificates/ca.pem", import.meta.url));

/** The committed test certificate, in PEM: for localhost, *.s3.localhost, 127.0.0.1 and ::1. */
export function readCertificate(): { ca: string; cert: string; key: string } {
  const read = (name: string) =>
    readFileSync(new URL(`../certificates/${name}`, import.meta.url), "utf8");
  return { ca: read("ca.pem"), cert: read("server.pem"), key: read("server-key.pem") };
}
