import { generateKeyPairSync } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A service account of nobody, by whose key links are signed. */
export const credentials = {
  client_email: "kstash@example.com",
  private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
};

/** What its signatures are verified by. */
export { publicKey };
