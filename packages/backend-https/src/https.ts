import type { Backend } from "@kstash/core";
import { linkBackend } from "./link-backend.js";
import type { HttpsOptions } from "./options.js";
import { settingsOf } from "./settings.js";

/**
 * Reads shared links (`https://…`, made by the `share` of a backend such as s3) without credentials. It
 * stores nothing.
 *
 * A link comes in a message, so its sender chooses it. Whatever it says, this reaches only public
 * addresses, checked when the connection is made, and only port 443; it follows no redirect, and reads
 * no more than `Config.maxPayloadBytes`. The options widen and narrow that. The link's path and query
 * are sent exactly as they are.
 *
 * `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (or in lowercase) are honoured. A proxy resolves names itself,
 * so it has to judge their addresses; ports, `hosts` and literal addresses are still checked here.
 *
 * `get` returns up to 1 MiB, and any body of undeclared length, as bytes, and more as a stream, which is
 * resumed if its connection breaks off. It throws `StashNotFound` (an expired link says so),
 * `StashTooLarge`, `InvalidAddress` for a link that the options do not allow, and `BackendRemoteError`
 * for everything else, once the retries are used up.
 *
 * @throws {InvalidConfig} for an option that breaks its rule
 */
export function https(options: HttpsOptions = {}): Backend {
  return linkBackend(settingsOf("https", options));
}
