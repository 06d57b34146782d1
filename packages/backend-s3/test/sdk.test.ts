import { describe, expect, test } from "@jest/globals";
import { connector, withTimeLimits } from "../src/client/connection.js";

describe("loading the SDK", () => {
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
