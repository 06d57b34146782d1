import { describe, expect, test } from "@jest/globals";
import { connector, withTimeLimits } from "../src/client/connection.js";
import { remember } from "../src/async/remember.js";
import { loading } from "../src/client/sdk.js";
import { rejection } from "./kit.js";

describe("loading the SDK", () => {
  test("a package that is not installed: the error says what to install", async () => {
    const name = "@aws-sdk/client-none";
    const error = await rejection(loading(name, () => import(name)));
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

  test("one client, made when it is first needed", async () => {
    const connect = connector({ clientConfig: { region: "us-east-1" } });
    const [one, other] = await Promise.all([connect(), connect()]);
    expect(one.client).toBe(other.client);
    expect((await connect()).client).toBe(one.client);
  });

  test("a client of our own has time limits, unless it is given others", () => {
    expect(withTimeLimits()).toEqual({
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 30_000 },
    });
    expect(withTimeLimits({ requestHandler: { socketTimeout: 1 } })).toEqual({
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 1 },
    });
    const handler = { handle: () => Promise.reject(new Error("not asked")) };
    expect(withTimeLimits({ requestHandler: handler as never }).requestHandler).toBe(handler);
  });
});
