import { describe, expect, test } from "@jest/globals";
import { loadFor, remember } from "../src/index.js";

describe("loading an SDK", () => {
  test("a package that is not installed: the error says what to install", async () => {
    const name = "@aws-sdk/client-none";
    const error = await rejection(loadFor("s3", name, () => import(name)));
    expect(error).toMatchObject({ code: "UNSUPPORTED_BACKEND" });
    expect(error.message).toBe(
      `backend "s3" needs ${name}, which could not be loaded: npm install ${name}`,
    );
    expect((error.cause as Error).message).toMatch(/Cannot find module/);
  });

  test("a success is remembered, a failure is forgotten", async () => {
    let calls = 0;
    const get = remember(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error("not yet")) : Promise.resolve({ calls });
    });
    const first = [rejection(get()), rejection(get())];
    expect((await Promise.all(first)).map(({ message }) => message)).toEqual([
      "not yet",
      "not yet",
    ]);
    expect(await get()).toEqual({ calls: 2 });
    expect(await get()).toBe(await get());
  });
});

/** What a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("it was not rejected");
    },
    (error: Error) => error,
  );
}
