import { ObjectReplaced } from "@kstash/backend-kit";
import type { Session } from "../client/connection.js";
import { objectUrl, send, sendForJson, textOf } from "../client/request.js";
import { isAbsent, isReplaced } from "../errors/gcs-error.js";

interface Found {
  readonly timeCreated: string;
  readonly customTime?: string;
  readonly metageneration: string;
}

/**
 * Makes sure that an object that was found was stored or renewed no longer than `refreshAfterSec` ago:
 * lifecycle rules can count from its `customTime`, which is set anew.
 *
 * @throws {ObjectReplaced}
 */
export async function renew(
  session: Session,
  payload: { readonly namespace: string; readonly key: string },
  refreshAfterSec: number,
): Promise<void> {
  const url = objectUrl(session, payload);
  try {
    const params = { fields: "timeCreated,customTime,metageneration" };
    const { headers, body } = await send(session, { method: "GET", url, params });
    const found = JSON.parse(await textOf(body)) as Found;
    // By the store's clock, where it says the time.
    const now = Date.parse(headers["date"] ?? "") || Date.now();
    const { customTime, timeCreated, metageneration } = found;
    if (now - Date.parse(customTime ?? timeCreated) <= refreshAfterSec * 1000) return;
    await sendForJson(session, {
      method: "PATCH",
      url,
      params: { ifMetagenerationMatch: metageneration },
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ customTime: new Date(now).toISOString() })),
    });
  } catch (error) {
    if (isAbsent(error) || isReplaced(error)) throw new ObjectReplaced(error);
    throw error;
  }
}
