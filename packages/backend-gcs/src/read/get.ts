import { type ByteRange, type ObjectReader, readObject, totalLength } from "@kstash/backend-kit";
import type { Address, Stored, StoredStream } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { objectUrl, send } from "../client/request.js";
import { isAbsent, isReplaced, statusOf } from "../errors/gcs-error.js";

/** The object at an address. */
export function get(
  session: Session,
  address: Address,
  parallelAboveBytes: number | undefined,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  const url = objectUrl(session, address);
  const reader: ObjectReader = {
    address,
    async open(range, version, signal) {
      const { headers, body } = await send(
        session,
        {
          method: "GET",
          url,
          params: { alt: "media", ...(version && { ifGenerationMatch: version }) },
          ...(range && { headers: { range: rangeHeader(range) } }),
        },
        signal,
      );
      const declared = headers["content-length"];
      return {
        body,
        isRange: headers["content-range"] !== undefined,
        length: totalLength(
          headers["content-range"],
          declared === undefined ? undefined : Number(declared),
        ),
        contentType: headers["content-type"] ?? "",
        version: headers["x-goog-generation"] as string | undefined,
      };
    },
    refusalOf(error) {
      if (isAbsent(error)) return "absent";
      if (isReplaced(error)) return "replaced";
      return statusOf(error) === 416 ? "outOfRange" : undefined;
    },
  };
  return readObject(session, reader, parallelAboveBytes, maxBytes);
}

/** `Range` (RFC 9110, section 14.1.2). */
function rangeHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end === undefined ? "" : end - 1}`;
}
