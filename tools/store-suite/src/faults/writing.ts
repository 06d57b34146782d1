import { Readable } from "node:stream";
import { expect, test } from "@jest/globals";
import { createKstash, type HashName } from "@kstash/core";
import type { FaultStage } from "../stage.js";
import {
  at,
  bytesOf,
  eventually,
  failingStream,
  holds,
  kstashOn,
  raw,
  rejection,
} from "../helpers.js";

const MIB = 1024 * 1024;

/** What may go wrong while a payload is stored. */
export function writingCases({ kind, store, proxy, backend, kstash, methods }: FaultStage): void {
  const bytes = bytesOf(300_000);

  test("an answer that is lost: the payload is found by the second attempt", async () => {
    void proxy().next({ loseAnswer: true });
    const { create, retrieve } = kstash();
    const { address } = await create("lost-answer", bytes, at);
    expect(methods()).toEqual([kind.putMethod, kind.putMethod]);
    expect(await holds(retrieve(address), bytes)).toBe(true);
  });

  const streaming = { ...raw, bytesHeader: () => new Uint8Array() };
  const uploads = {
    small: (name: string, hash: HashName) => kstashOn(backend(), { hash }).create(name, bytes, at),
    large: (name: string, hash: HashName) =>
      kstashOn(backend({ parallelAboveBytes: MIB }), { hash }).create(name, bytesOf(9 * MIB), at),
    streamed: (name: string, hash: HashName) => {
      const config = { hash, backends: [backend({ parallelAboveBytes: MIB })] };
      const chunks = Array.from({ length: 9 }, (_, index) => Buffer.alloc(MIB, index));
      return createKstash({ codecs: [streaming], config }).create(name, Readable.from(chunks), at);
    },
  };

  test.each(["small", "large", "streamed"] as const)(
    "bytes that are changed on their way are refused, and nothing is kept: %s, with either hash",
    async (upload) => {
      for (const hash of ["md5", "sha256"] as const) {
        proxy().clear();
        const name = `changed-${upload}-${hash}`;
        const when = upload === "small" ? {} : { when: kind.isPart };
        const met = proxy().next({ changeRequest: true, ...when });
        const error = await rejection(uploads[upload](name, hash));
        await met;
        expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
        expect(error.message).toContain(kind.changed);
        expect(await store().list(name)).toEqual([]);
      }
    },
  );

  test("an abort in mid-upload leaves no object and no connection", async () => {
    const stalled = proxy().next({ stall: true, when: kind.isPart });
    const controller = new AbortController();
    const { create } = kstash({ parallelAboveBytes: MIB });
    const { signal } = controller;
    const creating = create("aborted", bytesOf(20 * MIB), { ...at, signal });
    creating.catch(() => {});
    await stalled;
    controller.abort(new Error("enough"));
    await expect(creating).rejects.toThrow("enough");
    await eventually(() => proxy().stalled === 0);
    if (kind.cancelMethod) await eventually(() => methods().at(-1) === kind.cancelMethod);
    expect(await store().list("aborted")).toEqual([]);
  });

  test("a stream that fails leaves nothing", async () => {
    const payload = failingStream(kind.scheme, 30 * MIB, 16 * MIB);
    const context = { config: {} as never, decline: () => undefined };
    await expect(backend().putStream(payload, context)).rejects.toThrow("the file was changed");
    if (kind.cancelMethod) expect(methods().at(-1)).toBe(kind.cancelMethod);
    expect(await store().list("failing")).toEqual([]);
  });
}
