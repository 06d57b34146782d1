import { requester } from "#platform/request";
import {
  type Address,
  type BackendContext,
  redact,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import { Attempts } from "./attempts.js";
import { endpointOf } from "./endpoint.js";
import { LinkBody, type Resume } from "./link-body.js";
import { metadataOf } from "./metadata.js";
import { checkEndpoint } from "./policy.js";
import { refusalOf } from "./refusal.js";
import { lengthOf, readAll } from "./response.js";
import type { Settings } from "./settings.js";

export type Get = (
  address: Address,
  context: BackendContext,
) => Promise<Stored | StoredStream | undefined>;

/** The longest body that is read at once, in bytes; a longer one is streamed if its length is declared. */
const MAX_WHOLE_BYTES = 1024 * 1024;

/** Makes the `get` of both backends, which reads one link. */
export function linkReader(settings: Settings): Get {
  const request = requester(settings);

  return async (address, { config, signal }) => {
    signal?.throwIfAborted();
    const { maxPayloadBytes } = config;
    const subject = redact(address.text);
    const endpoint = endpointOf(address.text, settings.scheme);
    checkEndpoint(endpoint, settings, subject);

    const attempts = new Attempts(settings, subject, signal);
    const resume: Resume = (headers, limit) => request(endpoint, limit, headers);
    // A body that is streamed keeps the connection and the time limit.
    let body: LinkBody | undefined;
    try {
      return await attempts.run(async (limit) => {
        const response = await request(endpoint, limit);
        try {
          if (response.statusCode !== 200) return await refusalOf(response, address, subject);
          const length = lengthOf(response, maxPayloadBytes, subject);
          const contentType = String(response.headers["content-type"] ?? "");
          const label = { contentType, ...metadataOf(response.headers, address, subject) };
          if (length === undefined || length <= MAX_WHOLE_BYTES) {
            const bytes = await readAll(response, length, maxPayloadBytes, subject);
            return { bytes, ...label };
          }
          body = new LinkBody(response, length, attempts, resume);
          return { body, length, ...label };
        } finally {
          if (!body) response.destroy();
        }
      });
    } finally {
      if (!body) attempts.end();
    }
  };
}
