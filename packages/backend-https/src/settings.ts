import { unusableOptions } from "#platform/capabilities";
import { InvalidConfig } from "@kstash/core";
import type { LookupFunction } from "node:net";
import { type HostRule, hostRule } from "./host-rule.js";
import type { HttpsOptions } from "./options.js";

/** The options, checked, with every default filled in. */
export interface Settings {
  readonly scheme: "https" | "http";
  /** `undefined`: every host. */
  readonly hosts: readonly HostRule[] | undefined;
  /** `undefined`: every port. */
  readonly ports: readonly number[] | undefined;
  readonly reach: Reach;
  readonly ca: string[] | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly lookup: LookupFunction | undefined;
}

/** Which of the two halves of the address space may be reached. */
export interface Reach {
  readonly public: boolean;
  /** Loopback, private and unique-local. Nothing opens up link-local addresses and the rest. */
  readonly private: boolean;
}

const MAX_TIMER_MS = 2_147_483_647;

/** @throws {InvalidConfig} with the option and the rule that it breaks */
export function settingsOf(scheme: "https" | "http", options: HttpsOptions): Settings {
  const { hosts, ports, timeoutMs = 60_000, retries = 2, allowPrivate = false, ca } = options;
  const broken = (option: string, rule: string) =>
    new InvalidConfig(`invalid option of ${scheme}() (${option}): ${rule}`);

  for (const [option, why] of Object.entries(unusableOptions)) {
    if (options[option as keyof HttpsOptions] !== undefined)
      throw broken(option, `${why}: leave it out`);
  }
  if (hosts && hosts.length === 0) throw broken("hosts", "must not be empty");
  if (ports && (ports.length === 0 || !ports.every(isPort))) {
    throw broken("ports", "must be one or more whole numbers from 1 to 65535");
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMER_MS) {
    throw broken("timeoutMs", `must be a whole number of milliseconds from 1 to ${MAX_TIMER_MS}`);
  }
  if (!Number.isInteger(retries) || retries < 0) {
    throw broken("retries", "must be a whole number, 0 for never");
  }
  return Object.freeze({
    scheme,
    hosts: hosts?.map((pattern) => hostRule(pattern, (rule) => broken("hosts", rule))),
    ports: ports ?? (scheme === "https" ? [443] : undefined),
    reach:
      scheme === "https"
        ? { public: true, private: allowPrivate }
        : { public: false, private: true },
    ca: ca === undefined ? undefined : [ca].flat(),
    timeoutMs,
    retries,
    lookup: options.lookup,
  });
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
