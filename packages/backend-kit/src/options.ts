import { InvalidConfig } from "@kstash/core";

/** Fails for an option that breaks a rule, by its name and the rule. */
export type Refuse = (option: string, rule: string) => InvalidConfig;

/** @param backend the name of the factory, for the message */
export function refuser(backend: string): Refuse {
  return (option, rule) => new InvalidConfig(`invalid options of ${backend} (${option}): ${rule}`);
}

/** The options that every object store has. */
export interface ObjectStoreOptions {
  /**
   * For stores with a lifecycle rule: an object that is found to be older than this, in seconds, is
   * renewed before its address is handed out. Default: objects that are found are left alone.
   */
  readonly refreshAfterSec?: number | undefined;
  /**
   * Payloads that are larger than this, in bytes, are read by several requests at once, and sent in parts. Default:
   * 100,663,296 (96 MiB) to send; 2,097,152 (2 MiB) to read if the store takes more than 10 ms to answer.
   */
  readonly parallelAboveBytes?: number | undefined;
}

/** @throws {InvalidConfig} */
export function checkedOptions<T extends ObjectStoreOptions>(options: T, refuse: Refuse): T {
  const { refreshAfterSec, parallelAboveBytes } = options;
  if (refreshAfterSec !== undefined && !(Number.isFinite(refreshAfterSec) && refreshAfterSec > 0)) {
    throw refuse("refreshAfterSec", "must be a number of seconds, greater than 0");
  }
  if (
    parallelAboveBytes !== undefined &&
    !(Number.isSafeInteger(parallelAboveBytes) && parallelAboveBytes > 0)
  ) {
    throw refuse("parallelAboveBytes", "must be a whole number of bytes, greater than 0");
  }
  return options;
}
