import { afterEach, describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { backend, counts, kstashOver, observe, reset } from "./support.js";

afterEach(reset);

const DIGEST = "28a5e15a666b0cd1415490dcf6674255";

describe("metrics", () => {
  test("count operations by backend and by error, with their seconds and bytes", async () => {
    const { points } = observe();
    const { create, retrieve, remove } = kstashOver(inline(), mem());
    await create("small", 12);
    const { address } = await create("x", "y".repeat(200));
    await retrieve(address);
    await retrieve(address);
    await expect(retrieve(`mem://ns/x.${DIGEST}`)).rejects.toThrow();
    await remove(address);

    const created = { "kstash.operation": "create" };
    const retrieved = { "kstash.operation": "retrieve", "kstash.backend": "mem" };
    const duration = await points("kstash.operation.duration");
    expect(counts(duration)).toEqual([
      [{ ...created, "kstash.backend": "inline" }, 1],
      [{ ...created, "kstash.backend": "mem" }, 1],
      [retrieved, 2],
      [{ ...retrieved, "error.type": "STASH_NOT_FOUND" }, 1],
      [{ "kstash.operation": "remove", "kstash.backend": "mem" }, 1],
    ]);
    for (const { value } of duration) {
      expect(value.sum).toBeGreaterThan(0);
      expect(value.sum).toBeLessThan(60);
      expect(value.buckets.boundaries.slice(0, 3)).toEqual([0.001, 0.0025, 0.005]);
    }

    const size = await points("kstash.payload.size");
    expect(size.map(({ attributes, value }) => [attributes, value.count, value.sum])).toEqual([
      [{ ...created, "kstash.backend": "inline" }, 1, 1],
      [{ ...created, "kstash.backend": "mem" }, 1, 202],
      [retrieved, 2, 404],
    ]);
    expect(size[0]?.value.buckets.boundaries).toContain(256 * 1024);
  });

  test("what addresses say adds no time series", async () => {
    const { points } = observe();
    const { retrieve } = kstashOver(mem());
    const addresses = ["ab", "cd", "ef"].flatMap((word) => [
      `${word}://${word}/${word}.${DIGEST}`,
      `mem://${word}/${word}.${DIGEST}`,
      `no address ${word}`,
    ]);
    for (const address of addresses) await expect(retrieve(address)).rejects.toThrow();

    const operation = { "kstash.operation": "retrieve" };
    expect(counts(await points("kstash.operation.duration"))).toEqual([
      [{ ...operation, "error.type": "UNSUPPORTED_BACKEND" }, 3],
      [{ ...operation, "kstash.backend": "mem", "error.type": "STASH_NOT_FOUND" }, 3],
      [{ ...operation, "error.type": "INVALID_ADDRESS" }, 3],
    ]);
  });

  test("a create that no backend takes is counted for the one that was asked last", async () => {
    const { points } = observe();
    const { create } = kstashOver(inline(), backend("full", { put: () => undefined }));
    await expect(create("x", "y".repeat(200))).rejects.toThrow();
    expect(counts(await points("kstash.operation.duration"))).toEqual([
      [
        {
          "kstash.operation": "create",
          "kstash.backend": "full",
          "error.type": "UNSUPPORTED_BACKEND",
        },
        1,
      ],
    ]);
  });
});
