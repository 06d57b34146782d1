import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import type { FaultStage } from "../stage.js";
import { at, bytesOf, holds, kstashOn, rejection } from "../helpers.js";

/** A store that answers, but not what was asked for. */
export function busyCases({ kind, store, proxy, kstash, methods }: FaultStage): void {
  const bytes = bytesOf(1000);
  const { putMethod } = kind;

  test.each([429, 500, 503])("%d: it is tried again", async (status) => {
    void proxy().next({ answer: { status }, times: 2 });
    const { create, retrieve } = kstash();
    const { address } = await create(`status-${status}`, bytes, at);
    expect(methods()).toEqual([putMethod, putMethod, putMethod]);
    void proxy().next({ answer: { status } });
    expect(await holds(retrieve(address), bytes)).toBe(true);
  });

  test.each([
    [429, () => "1"],
    [503, () => "1"],
    // In whole seconds: of the next but one, as of the next there may be little left.
    [503, () => new Date(Date.now() + 2000).toUTCString()],
  ])(
    "%d with Retry-After: not before its time, in writing and in reading",
    async (status, when) => {
      const { create, retrieve } = kstash();
      void proxy().next({ answer: { status, headers: { "retry-after": when() } } });
      const { address } = await create(`asked-${status}`, bytes, at);
      void proxy().next({ answer: { status, headers: { "retry-after": when() } } });
      expect(await holds(retrieve(address), bytes)).toBe(true);
      expect(methods()).toEqual([putMethod, putMethod, "GET", "GET"]);
      expect(proxy().tooEarly).toBe(0);
    },
  );

  test("an abort ends the wait that the store asked for", async () => {
    const met = proxy().next({ answer: { status: 503, headers: { "retry-after": "50" } } });
    const controller = new AbortController();
    const { signal } = controller;
    const creating = rejection(kstash().create("waiting", bytes, { ...at, signal }));
    await met;
    controller.abort(new Error("enough"));
    expect(await creating).toBe(signal.reason);
    expect(methods()).toEqual([putMethod]);
  });

  const testWait = kind.sdkWaits ? test.skip : test;
  testWait("a store that asks for more than a minute is not waited for", async () => {
    void proxy().next({ answer: { status: 503, headers: { "retry-after": "61" } } });
    const error = await rejection(kstash().create("not-waiting", bytes, at));
    expect(error.message).toMatch(
      /the store is overloaded, and asks to be left alone for 61 s: .* \(.*HTTP 503\)$/,
    );
    expect(methods()).toEqual([putMethod]);
  });

  test.each(kind.refusals)(
    "%d %s without end: an error that says so",
    async (status, code, words) => {
      void proxy().next({ answer: { status, ...kind.refusal(code) }, times: Infinity });
      const error = await rejection(kstash().create("failing", bytes, at));
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toContain(words);
      expect(error.message).toContain(`(${code}, HTTP ${status})`);
    },
  );

  test("what is not foreseen is in the store's own words, without payload and secret", async () => {
    void proxy().next({ answer: { status: 400, ...kind.refusal("Odd") } });
    const payload = Buffer.from("a private payload ".repeat(100));
    const error = await rejection(kstash().create("odd", payload, at));
    expect(error.message).toContain("so says the store");
    const shown = inspect(error, { depth: 9 });
    expect(shown).not.toMatch(/private|61 20 70 72/);
    if (kind.secret !== undefined) expect(shown).not.toContain(kind.secret);
  });

  test("nobody there: what to check, without payload and secret", async () => {
    const nowhere = store().backend(store().url.replace(/:\d+/, ":1"));
    const payload = Buffer.from("a private payload ".repeat(100));
    const error = await rejection(kstashOn(nowhere).create("odd", payload, at));
    expect(error.message).toContain("refused the connection: check ");
    const shown = inspect(error, { depth: 9 });
    expect(shown).not.toMatch(/private|61 20 70 72/);
    if (kind.secret !== undefined) expect(shown).not.toContain(kind.secret);
  });
}
