import { expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, collect, createKstash, StashTooLarge } from "@kstash/core";
import fc from "fast-check";
import { createMessages, referenceTo } from "../src/index.js";

const MAX_HEADER = 16;

/** A memory whose answers take a turn of the event loop, and what its readers asked for and hold. */
function watched() {
  const memory = mem();
  const seen = { gets: 0, running: 0, mostRunning: 0, held: 0, mostHeld: 0 };
  const backend: Backend = {
    ...memory,
    async get(address, context) {
      const allowed = context.config.maxPayloadBytes;
      seen.gets += 1;
      seen.mostRunning = Math.max(seen.mostRunning, (seen.running += 1));
      seen.mostHeld = Math.max(seen.mostHeld, (seen.held += allowed));
      await new Promise((resolve) => setImmediate(resolve));
      seen.running -= 1;
      seen.held -= allowed;
      const answer = await memory.get(address, context);
      const stored = answer && (await collect(answer));
      seen.held += stored?.bytes.length ?? 0;
      return stored;
    },
  };
  const config = { backends: [backend] };
  const kstash = createKstash({ codecs: [cbor], config });
  const { hydrate } = createMessages({ kstash });
  const stash = async (sizes: number[]) => {
    const stashing = sizes.map((size, index) => kstash.create(`x/${index}`, new Uint8Array(size)));
    return (await Promise.all(stashing)).map(({ address }) => referenceTo(address));
  };
  return { hydrate, stash, seen, config };
}

const bytes = (sizes: number[]) => sizes.map((size) => new Uint8Array(size));

test("20 references are read at once, without being told", async () => {
  const { hydrate, stash, seen } = watched();
  const sizes = Array.from({ length: 20 }, (_, index) => index);
  expect(await hydrate({ all: await stash(sizes) })).toEqual({ all: bytes(sizes) });
  expect(seen.mostRunning).toBe(20);
  expect(seen.gets).toBe(20);
});

test("with a config, the reads of a message never hold more than maxBytes, and what fits is read", async () => {
  const size = fc.oneof(fc.nat(50), fc.nat(3000));
  await fc.assert(
    fc.asyncProperty(
      fc.array(size, { minLength: 1, maxLength: 50 }),
      fc.double({ min: 0.5, max: 1.5, noNaN: true }),
      async (sizes, part) => {
        const { hydrate, stash, seen, config } = watched();
        const total = sizes.reduce((sum, each) => sum + each, 0);
        const maxBytes = Math.max(1, Math.floor(total * part));
        const hydrating = hydrate({ all: await stash(sizes) }, { config, maxBytes });
        if (total <= maxBytes) expect(await hydrating).toEqual({ all: bytes(sizes) });
        else await expect(hydrating).rejects.toThrow(StashTooLarge);
        expect(seen.mostHeld).toBeLessThanOrEqual(maxBytes + MAX_HEADER * sizes.length);
      },
    ),
  );
});

test("a payload that is larger than the others takes one request more", async () => {
  const { hydrate, stash, seen, config } = watched();
  const sizes = [100, 5000, 100, 100];
  const all = await stash(sizes);
  expect(await hydrate({ all }, { config, maxBytes: 6000 })).toEqual({ all: bytes(sizes) });
  expect(seen.gets).toBe(5);
});

test("what is too large for one message is read for another that has room", async () => {
  const { hydrate, stash, seen, config } = watched();
  const [large, ...small] = await stash([3000, 1000, 1000, 1000]);
  const messages = [{ all: [large, ...small] }, { large }, { large }];
  const results = await hydrate(messages, { config, maxBytes: 4000 });
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  // Three small ones, and the large one with the limit of the first message, then with another.
  expect(seen.gets).toBe(5);
});

test("the reader's own maxPayloadBytes is told as what it is", async () => {
  const { hydrate, stash, config } = watched();
  const [reference] = await stash([3000]);
  const own = { ...config, maxPayloadBytes: 2000 };
  await expect(hydrate({ a: reference }, { config: own })).rejects.toThrow(
    /^field "a": .*Config\.maxPayloadBytes allows 2000/,
  );
  await expect(hydrate({ a: reference }, { config, maxBytes: 2000 })).rejects.toThrow(
    /^field "a": with it the payloads of the message have more bytes than maxBytes allows, which is 2000/,
  );
});

test("what is too large is asked for once, however many places refer to it", async () => {
  const { hydrate, stash, seen, config } = watched();
  const [reference] = await stash([3000]);
  const hydrating = hydrate({ all: [reference, reference] }, { config, maxBytes: 4000 });
  await expect(hydrating).rejects.toThrow(StashTooLarge);
  expect(seen.gets).toBe(1);
});
