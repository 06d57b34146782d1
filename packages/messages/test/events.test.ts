import { describe, expect, test } from "@jest/globals";
import { CloudEvent, HTTP } from "cloudevents";
import { setUp } from "./support.js";

const attributes = {
  specversion: "1.0",
  id: "A234",
  source: "/reports",
  type: "report.made",
  subject: "r/1",
  time: "2026-11-25T10:00:00.000Z",
  tenant: "acme",
};
const bytes = Buffer.alloc(3000, "\u0000\u00ff\u0001", "latin1");

const payloads: [string, string, Record<string, unknown>][] = [
  ["JSON", "application/json", { data: { rows: Array.from({ length: 500 }, (_, i) => i) } }],
  ["text", "text/xml", { data: `<much wow="${"x".repeat(2000)}"/>` }],
  ["bytes", "application/octet-stream", { data_base64: bytes.toString("base64") }],
];

describe.each(payloads)("%s", (_, datacontenttype, payload) => {
  const event = { ...attributes, datacontenttype, ...payload, traceid: "1" };

  test("of a plain event goes out and comes back", async () => {
    const { offloadEvent, hydrateEvent } = setUp();
    const before = structuredClone(event);
    const offloaded = await offloadEvent(event);
    expect(offloaded).toEqual({
      ...attributes,
      datacontenttype,
      dataref: expect.stringMatching(/^mem:\/\/default\/message\.[0-9a-f]{32}$/),
      traceid: "1",
    });
    expect(event).toEqual(before);
    const hydrated = await hydrateEvent(JSON.parse(JSON.stringify(offloaded)));
    expect(hydrated).toEqual(event);
    expect(Object.keys(hydrated)).toEqual(Object.keys(event));
  });

  test.each(["structured", "binary"] as const)(
    "of the official SDK's event goes out and comes back in %s mode",
    async (mode) => {
      const { offloadEvent, hydrateEvent } = setUp();
      const data = payload["data_base64"] === undefined ? payload["data"] : bytes;
      const made = new CloudEvent({ ...attributes, datacontenttype, data });
      const offloaded = await offloadEvent(made);
      expect(offloaded).toBeInstanceOf(CloudEvent);
      expect(offloaded.validate()).toBe(true);
      const message = HTTP[mode](offloaded);
      expect(JSON.stringify(message).length).toBeLessThan(1000);
      const received = HTTP.toEvent(message) as CloudEvent;
      expect(received["dataref"]).toMatch(/^mem:/);
      const hydrated = await hydrateEvent(received);
      expect(hydrated).toBeInstanceOf(CloudEvent);
      expect(hydrated.validate()).toBe(true);
      expect(hydrated.toJSON()).toEqual(made.toJSON());
      expect(hydrated.data).toEqual(data);
      expect("dataref" in hydrated).toBe(false);
      // And it can be sent on, whole.
      expect((HTTP.toEvent(HTTP[mode](hydrated)) as CloudEvent).toJSON()).toEqual(made.toJSON());
    },
  );
});
