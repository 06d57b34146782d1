import { describe, expect, test } from "@jest/globals";
import { connector } from "../src/client/connection.js";
import { withLimits } from "../src/client/own-client.js";

describe("connecting", () => {
  test("one client, made when it is first needed", async () => {
    const connect = connector({ clientConfig: { region: "us-east-1" } });
    const [one, other] = await Promise.all([connect(), connect()]);
    expect(one.client).toBe(other.client);
    expect((await connect()).client).toBe(one.client);
  });

  test("a client of our own has limits, unless it is given others", () => {
    const connections = { httpAgent: { maxSockets: 256 }, httpsAgent: { maxSockets: 256 } };
    expect(withLimits()).toEqual({
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 30_000, ...connections },
    });
    expect(withLimits({ requestHandler: { socketTimeout: 1 } })).toEqual({
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 1, ...connections },
    });
    const handler = { handle: () => Promise.reject(new Error("not asked")) };
    expect(withLimits({ requestHandler: handler as never }).requestHandler).toBe(handler);
  });
});
