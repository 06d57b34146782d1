import type { Backend } from "@kstash/core";
import { linkBackend } from "./link-backend.js";
import type { HttpOptions } from "./options.js";
import { settingsOf } from "./settings.js";

/**
 * Reads shared links of a local endpoint over plain HTTP (`http://localhost:9000/…`): a store on
 * this machine or in this private network, in development and in tests. List it to opt in.
 *
 * The reverse of `https()`: only loopback (127.0.0.0/8, ::1), private (RFC 1918) and unique-local
 * (RFC 4193) addresses are reached, at every port. A public address is refused, since the link, a
 * credential, would cross the internet in the clear; so are link-local addresses, where clouds keep
 * their machines' credentials. Never goes through a proxy. All else is as with `https()`.
 *
 * @throws {InvalidConfig} for an option that breaks its rule
 */
export function http(options: HttpOptions = {}): Backend {
  return linkBackend(settingsOf("http", options));
}
