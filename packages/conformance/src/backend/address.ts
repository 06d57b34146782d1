import assert from "node:assert/strict";
import { Address } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { sameBytes } from "../same-bytes.js";

/** What an address says. */
export const addresses: Duties<BackendStage> = {
  "the address parses, and its scheme is the backend's name": async (stage) => {
    const { scheme } = await stage.store(stage.payload());
    assert.equal(
      scheme,
      stage.backend.name,
      `the scheme of every address is the backend's name (${stage.backend.name}), so that it leads back to the backend`,
    );
  },
  "the address, or what get returns, says namespace, name and digest": async (stage) => {
    const payload = stage.payload({ name: "/a name of segments/é?#%" });
    const address = await stage.store(payload);
    const stored = await stage.read(address, "what was put is there");
    assert.equal(
      stored.namespace ?? address.namespace,
      payload.namespace,
      "the address, or what get returns, has the payload's namespace",
    );
    assert.equal(
      stored.name ?? address.name,
      payload.name,
      "the address, or what get returns, has the payload's name",
    );
    if (address.scheme !== "inline") {
      assert.equal(address.digest, payload.digest, "the address has the payload's digest");
    }
  },
  "an address can be sent as text": async (stage) => {
    const payload = stage.payload({ name: "/text/ü & +1" });
    const text = await stage.storeText(payload);
    const { address } = JSON.parse(JSON.stringify({ address: text })) as { address: string };
    assert.equal(
      String(Address.parse(address)),
      text,
      "an address that is parsed and printed stays the same",
    );
    const duty = "get reads an address that was sent as text";
    const stored = await stage.read(Address.parse(address), duty, await stage.another());
    sameBytes(stored.bytes, payload.bytes, duty);
  },
  "equal payloads with one name have one address": async (stage) => {
    stage.require("put");
    const first = await stage.put(stage.payload());
    const second = await stage.put(stage.payload(), await stage.another());
    if (first.reason !== undefined) skip(`it declines (${first.reason})`);
    assert.equal(
      second.text,
      first.text,
      "putting the same payload again returns the same address",
    );
  },
};
