import { describe, expect, test } from "@jest/globals";
import { mayPass, retry } from "../src/index.js";

const busy = (retryAfter?: string) => Object.assign(new Error("busy"), { retryAfter });
const retryAfterOf = (error: unknown) => (error as { readonly retryAfter?: string }).retryAfter;

/** How often a step that fails with this is run, and what comes of it. */
async function run(failure: Error, signal?: AbortSignal) {
  let runs = 0;
  const step = async () => {
    runs += 1;
    throw failure;
  };
  const pace = { firstMs: 2, retryAfterOf };
  const reason: unknown = await retry(3, signal, () => true, step, pace).catch((e: unknown) => e);
  return { runs, reason };
}

describe("retry", () => {
  test("runs a step as often as it may, and throws its last failure", async () => {
    const failure = busy();
    expect(await run(failure)).toEqual({ runs: 3, reason: failure });
  });

  test.each(["0", "", "soon", "-1", new Date(0).toUTCString()])(
    "a Retry-After that asks for no wait: %j",
    async (retryAfter) => {
      expect((await run(busy(retryAfter))).runs).toBe(3);
    },
  );

  test.each(["61", new Date(Date.now() + 90_000).toUTCString()])(
    "more than a minute is not waited for: %s",
    async (retryAfter) => {
      const failure = busy(retryAfter);
      expect(await run(failure)).toMatchObject({ runs: 1, reason: { cause: failure } });
    },
  );

  test("an abort ends the wait", async () => {
    const controller = new AbortController();
    const running = run(busy("50"), controller.signal);
    controller.abort();
    expect(await running).toMatchObject({ runs: 1, reason: { name: "AbortError" } });
  });
});

test.each([
  [408, true],
  [429, true],
  [500, true],
  [503, true],
  [400, false],
  [403, false],
  [412, false],
])("an answer of %d may pass: %p", (status, expected) => {
  expect(mayPass(status, new Error("no"))).toBe(expected);
});

test("without an answer, errors of the network may pass", () => {
  const coded = (code: string) => Object.assign(new Error("no"), { code });
  expect(mayPass(undefined, coded("ECONNRESET"))).toBe(true);
  expect(mayPass(undefined, coded("ERR_INVALID_URL"))).toBe(false);
  expect(mayPass(undefined, undefined)).toBe(false);
});
