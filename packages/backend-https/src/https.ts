import type { Backend } from "@kstash/core";
import { linkBackend } from "./link-backend.js";
import type { HttpsOptions } from "./options.js";
import { settingsOf } from "./settings.js";

/**
 * Reads shared links (`https://…`, made by the `share` of a backend such as s3) without credentials.
 * It stores nothing.
 *
 * A link comes in a message, so its sender chooses it. Whatever it says: only public addresses are
 * reached, judged when the connection is made and on the very address that is connected to; only
 * port 443; no redirect is followed; no more than `Config.maxPayloadBytes` is read. The options
 * widen and narrow that. Sends the link's path and query to the letter.
 *
 * `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (or in lowercase) are honoured. A proxy resolves the
 * names itself, so what a name stands for is then the proxy's to judge; ports, `hosts` and literal
 * addresses are still checked here.
 *
 * `get` throws StashNotFound (an expired link says so), StashTooLarge, InvalidAddress (a link that
 * the options do not allow) and BackendRemoteError (all else, once the retries are used up).
 *
 * @throws {InvalidConfig} for an option that breaks its rule
 */
export function https(options: HttpsOptions = {}): Backend {
  return linkBackend(settingsOf("https", options));
}
