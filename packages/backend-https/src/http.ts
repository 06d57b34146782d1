import type { Backend } from "@kstash/core";
import { linkBackend } from "./link-backend.js";
import type { HttpOptions } from "./options.js";
import { settingsOf } from "./settings.js";

/**
 * Reads shared links over plain HTTP (`http://localhost:9000/…`) from a store on this machine or in this
 * private network, in development and in tests. It is used only if it is listed.
 *
 * It is the reverse of `https()`: it reaches only loopback (127.0.0.0/8, ::1), private (RFC 1918) and
 * unique-local (RFC 4193) addresses, at every port. It refuses public addresses, because the link is a
 * credential and would cross the internet unencrypted, and link-local ones, where clouds keep their
 * machines' credentials. It never uses a proxy. Everything else is as with `https()`.
 *
 * @throws {InvalidConfig} for an option that breaks its rule
 */
export function http(options: HttpOptions = {}): Backend {
  return linkBackend(settingsOf("http", options));
}
