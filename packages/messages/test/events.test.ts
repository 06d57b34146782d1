import { describe, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import {
  type Backend,
  createKstash,
  InvalidAddress,
  InvalidData,
  StashNotFound,
  UnsupportedBackend,
  UnsupportedOperation,
} from "@kstash/core";
import { CloudEvent, HTTP } from "cloudevents";
import { z } from "zod";
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

const event = { ...attributes, datacontenttype: "text/plain", data: "x".repeat(2000) };
const nowhere = "mem://default/message.c6ab205fe81dcad3eec3ab48b96b0618";

describe("an event", () => {
  test("that fits is returned as it is, without a request", async () => {
    const { offloadEvent, hydrateEvent, calls } = setUp();
    const plain = { ...attributes, data: { $kstash: "not reserved here" } };
    const made = new CloudEvent({ ...attributes, data: "x".repeat(600) });
    for (const small of [plain, made]) {
      expect(await offloadEvent(small)).toBe(small);
      expect(await hydrateEvent(small)).toBe(small);
    }
    expect(calls).toEqual({ put: 0, get: 0, remove: 0 });
  });

  test("is measured as JSON, bytes as base64", async () => {
    const { offloadEvent, calls } = setUp();
    const made = new CloudEvent({ ...attributes, data: bytes });
    const size = Buffer.byteLength(HTTP.structured(made).body as string);
    expect(size).toBeGreaterThan(4000);
    await offloadEvent(made, { overBytes: size });
    expect(calls.put).toBe(0);
    await offloadEvent(made, { overBytes: size - 1 });
    expect(calls.put).toBe(1);
  });

  test("with bytes in data of a plain object has them as data_base64 afterwards", async () => {
    const { offloadEvent, hydrateEvent } = setUp();
    const hydrated = await hydrateEvent(await offloadEvent({ ...attributes, data: bytes }));
    expect(hydrated).toEqual({ ...attributes, data_base64: bytes.toString("base64") });
  });

  test("without data, or sent on with its dataref, stays as it is", async () => {
    const { offloadEvent } = setUp({ overBytes: 0 });
    for (const small of [attributes, { ...attributes, dataref: nowhere }]) {
      expect(await offloadEvent(small)).toBe(small);
    }
  });

  test("that has both data and a dataref is not changed by a reader, and refused where it is too large", async () => {
    const { offloadEvent, hydrateEvent, calls } = setUp();
    const both = { ...event, dataref: "https://example.com/events/1.xml" };
    expect(await hydrateEvent(both)).toBe(both);
    await expect(offloadEvent(both)).rejects.toMatchObject({
      code: "INVALID_DATA",
      path: "data.dataref",
    });
    expect(calls).toEqual({ put: 0, get: 0, remove: 0 });
  });

  test.each<[string, object, RegExp]>([
    ["a class without toJSON", new Map(), /no CloudEvent/],
    ["an array", [event], /no CloudEvent/],
    ["data and data_base64", { ...event, data_base64: "AAAA" }, /data_base64/],
    ["what is no base64", { ...attributes, data_base64: "A" }, /data_base64/],
    ["a Date", { ...event, time: new Date() }, /data\.time/],
  ])("that is or has %s is refused", async (_, bad, text) => {
    const { offloadEvent } = setUp();
    await expect(offloadEvent(bad)).rejects.toThrow(InvalidData);
    await expect(offloadEvent(bad)).rejects.toThrow(text);
  });

  test("whose data cannot be stored says so, and why", async () => {
    const { offloadEvent } = setUp({}, { put: () => Promise.reject(new Error("full")) });
    await expect(offloadEvent(event)).rejects.toThrow(/^field "data": .*full/);
  });
});

describe("a dataref", () => {
  test("of others, which nothing verifies, is refused and not fetched", async () => {
    const { hydrateEvent } = setUp();
    const dataref = "https://tenant123.middleware.com/events/data/A234-1234-1234.xml";
    await expect(hydrateEvent({ ...attributes, dataref })).rejects.toThrow(InvalidAddress);
    await expect(hydrateEvent({ ...attributes, dataref })).rejects.toThrow(/^field "dataref": /);
    await expect(hydrateEvent({ ...attributes, dataref: 12 })).rejects.toThrow(InvalidAddress);
  });

  test("of a scheme that the reader does not list is refused", async () => {
    const { hydrateEvent } = setUp();
    const dataref =
      "https://n.s3.amazonaws.com/x.c6ab205fe81dcad3eec3ab48b96b0618?X-Amz-Expires=10";
    await expect(hydrateEvent({ ...attributes, dataref })).rejects.toThrow(UnsupportedBackend);
  });

  test("to what is gone is a StashNotFound, or what onMissing says", async () => {
    const { hydrateEvent } = setUp();
    const gone = { ...attributes, dataref: nowhere };
    await expect(hydrateEvent(gone)).rejects.toThrow(StashNotFound);
    const onMissing = (field: string) => Promise.resolve(`no ${field}`);
    expect(await hydrateEvent(gone, { onMissing })).toEqual({ ...attributes, data: "no dataref" });
  });

  test("can be a shared link, for readers without credentials", async () => {
    const memory = mem();
    const vault: Backend = {
      ...memory,
      name: "s3",
      put: async (payload, context) =>
        (await memory.put!(payload, context)) && payload.address.replace(/^mem:/, "s3:"),
      share: ({ namespace, key }, { ttlSec }) =>
        `https://${namespace}.s3.amazonaws.com/${key}?X-Amz-Expires=${ttlSec}`,
    };
    const writer = createKstash({ codecs: [cbor], config: { backends: [vault] } });
    const links: Backend = { specification: "v1", name: "https", get: memory.get };
    const reader = createKstash({ codecs: [cbor], config: { backends: [links] } });
    const offloaded = await setUp({ kstash: writer }).offloadEvent(event, { share: 60 });
    const { dataref } = offloaded as { dataref?: string };
    expect(dataref).toMatch(/^https:\/\/default\.s3\.amazonaws\.com\/message\..*=60$/);
    const { hydrateEvent, releaseEvent } = setUp({ kstash: reader });
    expect(await hydrateEvent(offloaded)).toEqual(event);
    await expect(releaseEvent(offloaded)).rejects.toThrow(UnsupportedOperation);
  });

  test("is released once, and nothing without one", async () => {
    const { offloadEvent, releaseEvent, hydrateEvent } = setUp();
    const offloaded = await offloadEvent(new CloudEvent(event));
    expect(await releaseEvent(offloaded)).toEqual([offloaded["dataref"]]);
    expect(await releaseEvent(offloaded)).toEqual([]);
    expect(await releaseEvent(event)).toEqual([]);
    await expect(hydrateEvent(offloaded)).rejects.toThrow(StashNotFound);
  });
});

describe("a schema", () => {
  const Rows = z.object({ rows: z.array(z.number()), note: z.string().default("none") });
  const rows = Array.from({ length: 500 }, (_, i) => i);

  test.each([
    ["that was stashed", 1000],
    ["that was not", 100_000],
  ])("checks data %s", async (_, overBytes) => {
    const { offloadEvent, hydrateEvent } = setUp({ overBytes });
    const good = await offloadEvent({ ...attributes, data: { rows } });
    expect(await hydrateEvent(good, { schema: Rows })).toEqual({
      ...attributes,
      data: { rows, note: "none" },
    });
    const bad = await offloadEvent({ ...attributes, data: { rows: [...rows, "x"] } });
    await expect(hydrateEvent(bad, { schema: Rows })).rejects.toMatchObject({
      code: "INVALID_DATA",
      path: "data.rows[500]",
    });
  });
});
