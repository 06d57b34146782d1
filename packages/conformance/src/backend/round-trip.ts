import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { bytesOf, plainBytes, utf8 } from "../payload.js";
import { sameBytes } from "../same-bytes.js";
import assert from "node:assert/strict";

/** What was put comes back. */
export const roundTrip: Duties<BackendStage> = {
  "put takes a payload of a few bytes under a plain name": async (stage) => {
    stage.require("put");
    const { reason } = await stage.put(stage.payload());
    assert.equal(
      reason,
      undefined,
      "put takes a payload of 24 bytes: with the harness's config it must not decline",
    );
  },
  "an empty payload comes back empty": (stage) => comesBack(stage, new Uint8Array(0)),
  "a payload of one byte comes back": (stage) => comesBack(stage, Uint8Array.of(0)),
  "a payload of 1 MiB comes back": (stage) => comesBack(stage, bytesOf(1024 * 1024)),
  "bytes that are not text come back": async (stage) => {
    // Line ends, a byte order mark, an overlong slash, half a surrogate pair: nothing may be read as text.
    const awkward = [0x0d, 0x0a, 0xef, 0xbb, 0xbf, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xff, 0x00, 0x0a];
    await comesBack(stage, Uint8Array.from(awkward));
  },
  "bytes that are text come back": (stage) => comesBack(stage, utf8('{"a": "é\r\n"}\n')),
  "each of the 256 values of a byte comes back": (stage) =>
    comesBack(
      stage,
      Uint8Array.from({ length: 256 }, (_, value) => value),
    ),
  "the bytes of a view come back, and not those of the buffer behind it": async (stage) => {
    const behind = plainBytes(64);
    await comesBack(stage, behind.subarray(20, 40));
  },
  "payloads are stored under MD5 and under SHA-256 digests": async (stage) => {
    for (const hash of ["md5", "sha256"] as const) {
      const payload = stage.payload({ name: `-${hash}`, hash });
      const stored = await stage.read(
        await stage.store(payload),
        `what was put with ${hash} is there`,
      );
      sameBytes(stored.bytes, payload.bytes, `get returns what was put with ${hash}`);
    }
  },
  "another instance reads it from the same storage": async (stage) => {
    const payload = stage.payload();
    const address = await stage.store(payload);
    const duty = "when put returns, the payload is there for every reader of the storage";
    const stored = await stage.read(address, duty, await stage.another());
    sameBytes(stored.bytes, payload.bytes, duty);
  },
  "the content type comes back, or the address carries the codec": async (stage) => {
    const kinds = [
      { codec: "cbor", contentType: "application/cbor" },
      { codec: "odd-1", contentType: "application/vnd.kstash.conformance+x" },
    ];
    for (const kind of kinds) {
      const address = await stage.store(stage.payload({ name: `-${kind.codec}`, ...kind }));
      const { contentType } = await stage.read(address, "what was put is there");
      if (contentType === undefined && address.digest === undefined) {
        assert.equal(
          address.param("codec") ?? "cbor",
          kind.codec,
          "an address that carries the payload names the codec (codec=), unless it is cbor",
        );
      } else {
        assert.equal(
          contentType,
          kind.contentType,
          `get returns the content type that was put (${kind.contentType}): it picks the codec`,
        );
      }
    }
  },
  "a namespace shows nothing from another": async (stage) => {
    const namespace = stage.harness.otherNamespace;
    if (namespace === undefined) skip("the harness has no otherNamespace");
    const there = await stage.addressOf(stage.payload({ namespace }));
    await stage.store(stage.payload());
    const duty = "what was put in one namespace is not in another";
    assert.ok(!(await stage.holds(there)), duty);
  },
};

async function comesBack(stage: BackendStage, bytes: Uint8Array): Promise<void> {
  const expected = bytes.slice();
  const address = await stage.store(stage.payload({ bytes }));
  const duty = `get returns the ${bytes.length} bytes that were put`;
  const stored = await stage.read(address, duty);
  sameBytes(stored.bytes, expected, duty);
  sameBytes(bytes, expected, "put does not change the bytes that it is given");
}
