import { type ObjectReader, readObject } from "@kstash/backend-kit";
import type { Address, Stored, StoredStream } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import { getObject } from "./get-object.js";

/** The object at an address. */
export function get(
  session: Session,
  address: Address,
  parallelAboveBytes: number | undefined,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  const reader: ObjectReader = {
    address,
    open: (range, version, signal) => getObject(session, address, range, version, signal),
    refusalOf,
  };
  return readObject(session, reader, parallelAboveBytes, maxBytes);
}

function refusalOf(error: unknown) {
  if (isAbsent(error)) return "absent";
  if (statusOf(error) === 412) return "replaced";
  return statusOf(error) === 416 ? "outOfRange" : undefined;
}
