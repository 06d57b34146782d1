import { describe, expect, test } from "@jest/globals";
import { type Backend, createKstash } from "@kstash/core";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { cached } from "../src/index.js";

/** A store in memory, which reads at once, and answers when the test opens the gate. */
async function gated() {
  const store = mem();
  const gates: (() => void)[] = [];
  const backend: Backend = {
    ...store,
    async get(address, context) {
      const answer = (async () => store.get(address, context))();
      answer.catch(() => {});
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve);
        context.signal?.addEventListener("abort", () => reject(context.signal?.reason as Error));
      });
      return answer;
    },
  };
  const backends = [cached(backend, { maxBytes: 10_000 })];
  const { create, retrieve, remove } = createKstash({ codecs: [cbor], config: { backends } });
  const { address } = await create("x", "data");
  return {
    gates,
    remove: () => remove(address),
    async read({ signal, ...limits }: { signal?: AbortSignal; maxPayloadBytes?: number } = {}) {
      return (await retrieve(address, { signal, config: { backends, ...limits } })).data;
    },
  };
}

/** Resolves once all that can be done without an answer has been done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("concurrent reads of one address", () => {
  test("share one request: 64 readers", async () => {
    const { gates, read } = await gated();
    const reading = Array.from({ length: 64 }, () => read());
    await settled();
    gates.forEach((open) => open());
    expect(await Promise.all(reading)).toEqual(Array.from({ length: 64 }, () => "data"));
    expect(gates).toHaveLength(1);
  });

  test("make one more request if the caller that made it aborts", async () => {
    const { gates, read } = await gated();
    const controller = new AbortController();
    const first = read({ signal: controller.signal });
    await settled();
    const others = Array.from({ length: 8 }, () => read());
    await settled();
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    await settled();
    gates.forEach((open) => open());
    expect(await Promise.all(others)).toEqual(Array.from({ length: 8 }, () => "data"));
    expect(gates).toHaveLength(2);
  });

  test("go on if a caller that waits aborts, which rejects at once", async () => {
    const { gates, read } = await gated();
    const controller = new AbortController();
    const first = read();
    await settled();
    const second = read({ signal: controller.signal });
    await settled();
    controller.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    gates.forEach((open) => open());
    expect(await first).toBe("data");
    expect(gates).toHaveLength(1);
  });

  test("share its failure, and the next read makes a request of its own", async () => {
    let requests = 0;
    const store = mem();
    const failing: Backend = {
      ...store,
      async get() {
        requests += 1;
        await settled();
        throw new Error("down");
      },
    };
    const config = { backends: [cached(failing, { maxBytes: 100 })] };
    const { create, retrieve } = createKstash({ codecs: [cbor], config });
    const { address } = await create("x", "data");
    const reading = await Promise.allSettled([retrieve(address), retrieve(address)]);
    expect(reading.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(requests).toBe(1);
    await expect(retrieve(address)).rejects.toThrow("down");
    expect(requests).toBe(2);
  });

  test("have limits of their own: another maxPayloadBytes is another request", async () => {
    const { gates, read } = await gated();
    const small = read({ maxPayloadBytes: 1 });
    await settled();
    const large = read();
    await settled();
    gates.forEach((open) => open());
    await expect(small).rejects.toThrow("Config.maxPayloadBytes allows 1");
    expect(await large).toBe("data");
    expect(gates).toHaveLength(2);
  });

  test("keep nothing that is removed meanwhile", async () => {
    const { gates, read, remove } = await gated();
    const reading = read();
    await settled();
    expect(await remove()).toBe(true);
    gates.forEach((open) => open());
    expect(await reading).toBe("data");
    const again = read();
    await settled();
    gates.forEach((open) => open());
    await expect(again).rejects.toThrow("stash not found");
  });
});
