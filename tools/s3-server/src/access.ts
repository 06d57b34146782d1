import { S3Error } from "./errors.js";

/** As the AWS SDK takes them; with a session token they are temporary. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who may use the server; each test server knows its own. */
export class Access {
  readonly #known = new Map<string, Credentials>();
  readonly #expired = new Set<string>();

  constructor(credentials: Credentials) {
    this.add(credentials);
  }

  /** Accepts these credentials as well from now on. */
  add(credentials: Credentials): void {
    this.#known.set(credentials.accessKeyId, credentials);
    this.#expired.delete(credentials.accessKeyId);
  }

  /** From now on requests with this key are answered ExpiredToken. */
  expire(accessKeyId: string): void {
    this.#expired.add(accessKeyId);
  }

  /**
   * The credentials of a key, if the session token fits them.
   * @throws S3Error InvalidAccessKeyId, InvalidToken, ExpiredToken
   */
  find(accessKeyId: string, sessionToken: string | undefined): Credentials {
    const credentials = this.#known.get(accessKeyId);
    // To S3, the key of temporary credentials is unknown without their token.
    if (!credentials || (credentials.sessionToken && !sessionToken)) {
      throw new S3Error("InvalidAccessKeyId", { AWSAccessKeyId: accessKeyId });
    }
    if (credentials.sessionToken !== sessionToken) throw new S3Error("InvalidToken");
    if (this.#expired.has(accessKeyId)) throw new S3Error("ExpiredToken");
    return credentials;
  }
}
