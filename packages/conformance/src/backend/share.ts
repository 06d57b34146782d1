import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

const POLL_MS = 100;
const DEADLINE_MS = 5_000;

/** Only where there is a `share`. */
export const sharing: Duties<BackendStage> = {
  "a shared link reads the stash, with its content type": async (stage) => {
    stage.require("share");
    const payload = stage.payload({ name: "/shared é", bytes: plainBytes(2048) });
    const link = await share(stage, await stage.store(payload), 60);
    const { status, type, bytes } = await follow(stage, link);
    assert.equal(status, 200, "a shared link answers 200 to a GET without credentials");
    sameBytes(bytes, payload.bytes, "a shared link returns the stored bytes");
    assert.equal(type, payload.contentType, "a shared link returns the content type that was put");
  },
  "a shared link works no longer than was asked for": async (stage) => {
    stage.require("share");
    const link = await share(stage, await stage.store(stage.payload()), 1);
    // Until it is refused, since a store may count whole seconds of its own clock.
    const end = Date.now() + DEADLINE_MS;
    for (;;) {
      const { status } = await follow(stage, link);
      if (status >= 400) return;
      const duty = `a link that was shared for 1 second is refused later; after ${DEADLINE_MS} ms it still works`;
      assert.ok(Date.now() < end, duty);
      await delay(POLL_MS);
    }
  },
  "a shared link cannot be made to read another stash": async (stage) => {
    stage.require("share");
    const mine = await stage.store(stage.payload({ bytes: plainBytes(40, 1) }));
    const theirs = await stage.store(stage.payload({ bytes: plainBytes(40, 2) }));
    const link = await share(stage, mine, 60);
    const [from, to] = [mine.digest, theirs.digest];
    if (from === undefined || to === undefined || !link.includes(from)) {
      skip("the link does not show the digest");
    }
    const { status } = await follow(stage, link.replaceAll(from, to));
    assert.ok(
      status >= 400,
      "a link reads only its own stash, and is refused with another one's digest in it",
    );
  },
  "a shared link cannot be changed": async (stage) => {
    stage.require("share");
    const link = await share(stage, await stage.store(stage.payload()), 60);
    for (const [field, changed] of changes(link)) {
      const { status } = await follow(stage, changed);
      assert.ok(status >= 400, `a changed link is refused; with another "${field}" it still works`);
    }
  },
};

async function share(stage: BackendStage, address: Address, ttlSec: number): Promise<string> {
  const link = await stage.backend.share?.(address, { ...stage.context(), ttlSec });
  assert.ok(
    typeof link === "string" && /^https?:\/\//.test(link),
    "share returns a link: text that starts with https://",
  );
  return link;
}

async function follow(stage: BackendStage, link: string) {
  const { fetch = globalThis.fetch } = stage.harness;
  const response = await fetch(link);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type"), bytes };
}

/** The link with each field of its query changed in turn, and without its query. */
function* changes(link: string): Generator<[field: string, link: string]> {
  const question = link.indexOf("?");
  if (question < 0) return;
  const base = link.slice(0, question);
  const fields = link.slice(question + 1).split("&");
  for (const [index, field] of fields.entries()) {
    const others = fields.toSpliced(index, 1, `${field}0`);
    yield [field.split("=", 1)[0] ?? "", `${base}?${others.join("&")}`];
  }
  yield ["query", base];
}
