import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { kindOf } from "../../address-kind.js";
import { objection } from "../../policy.js";
import type { Settings } from "../../settings.js";

/**
 * Resolves a name for a connection that is being made, and refuses the connection if any of the name's
 * addresses is off limits. The addresses that are checked are those that are connected to: there is no
 * second lookup that could answer differently (DNS rebinding).
 */
export function guardedLookup(settings: Settings): LookupFunction {
  const lookup = settings.lookup ?? (systemLookup as LookupFunction);
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer, family) => {
      if (error) return callback(error, []);
      const found: LookupAddress[] = Array.isArray(answer)
        ? answer
        : [{ address: answer, family: family ?? 4 }];
      for (const { address } of found) {
        const why = objection(kindOf(address), settings);
        if (why) return callback(refusal(`${hostname} resolves to ${address}, ${why}`), []);
      }
      const [first] = found;
      if (!first) return callback(refusal(`${hostname} has no addresses`), []);
      if (options.all) return callback(null, found);
      return callback(null, first.address, first.family);
    });
  };
}

function refusal(message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: "ERR_REFUSED_ADDRESS" });
}
