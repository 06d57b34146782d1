import { DIGEST_LENGTH, type HashName } from "./address/digest.js";
import type { Backend, Settings } from "./backend/backend.js";
import { InvalidConfig } from "./errors.js";

/** The longest that a shared link can be asked to work, in seconds: S3's own limit, 7 days. */
export const MAX_SHARE_TTL_SEC = 604_800;

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What can be chosen; each has a default. */
export interface ConfigOptions extends Optional<Settings> {
  /** Names (of the loaders) and instances, in the order in which they are asked. Default `["inline", "s3", "https"]`. */
  readonly backends?: readonly (string | Backend)[] | undefined;
}

/** How stashes are made and read. Checked when made, immutable, with every default filled in. */
export class Config implements Settings {
  readonly maxInlineLen: number;
  readonly backends: readonly (string | Backend)[];
  readonly shareTtlSec: number;
  readonly hash: HashName;
  readonly maxPayloadBytes: number;
  readonly namespaces: readonly string[] | undefined;

  /** @throws {InvalidConfig} naming the option and the rule that it breaks */
  constructor(options: ConfigOptions = {}) {
    this.maxInlineLen = options.maxInlineLen ?? 100;
    this.backends = Object.freeze([...(options.backends ?? ["inline", "s3", "https"])]);
    this.shareTtlSec = options.shareTtlSec ?? 10;
    this.hash = options.hash ?? "md5";
    this.maxPayloadBytes = options.maxPayloadBytes ?? 512 * 1024 * 1024;
    this.namespaces = options.namespaces && Object.freeze([...options.namespaces]);
    check(this);
    Object.freeze(this);
  }
}

/** The Config itself, or one made of the options. */
export function toConfig(config: Config | ConfigOptions): Config {
  return config instanceof Config ? config : new Config(config);
}

/** @throws {InvalidConfig} for what is not a whole number from 1 to 604,800 */
export function checkTtl(ttlSec: number, option: string): void {
  if (!Number.isInteger(ttlSec) || ttlSec < 1 || ttlSec > MAX_SHARE_TTL_SEC) {
    throw broken(
      option,
      `must be a whole number of seconds from 1 to ${MAX_SHARE_TTL_SEC} (7 days)`,
    );
  }
}

function check(config: Config): void {
  const { backends, hash, maxPayloadBytes, namespaces } = config;
  if (!(config.maxInlineLen >= 1)) throw broken("maxInlineLen", "must be greater than 0");
  if (backends.length === 0) throw broken("backends", "must be non-empty");
  const names = backends.map(nameOf);
  if (names.indexOf("inline") > 0) throw broken("backends", "inline must come first");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw broken("backends", `"${twice}" is listed twice`);
  checkTtl(config.shareTtlSec, "shareTtlSec");
  if (!Object.hasOwn(DIGEST_LENGTH, hash)) throw broken("hash", 'must be "md5" or "sha256"');
  if (!Number.isInteger(maxPayloadBytes) || maxPayloadBytes < 1) {
    throw broken("maxPayloadBytes", "must be a whole number of bytes, greater than 0");
  }
  if (namespaces && !namespaces.every((pattern) => typeof pattern === "string" && pattern !== "")) {
    throw broken("namespaces", 'must be a list of names, in which "*" stands for any characters');
  }
}

function nameOf(backend: string | Backend): string {
  const name = typeof backend === "string" ? backend : backend?.name;
  if (typeof name !== "string" || !/^[a-z][a-z0-9+.-]*$/.test(name)) {
    throw broken("backends", "each is a name ([a-z][a-z0-9+.-]*) or a backend with such a name");
  }
  if (typeof backend === "string") return name;
  if (backend.specification !== "v1") {
    throw broken(
      "backends",
      `"${name}" follows specification ${JSON.stringify(backend.specification)} of the contract, this version of @kstash/core knows "v1"`,
    );
  }
  if (typeof backend.get !== "function") throw broken("backends", `"${name}" has no get method`);
  return name;
}

function broken(option: string, rule: string): InvalidConfig {
  return new InvalidConfig(`invalid config (${option}): ${rule}`);
}
