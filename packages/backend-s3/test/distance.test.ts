import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import { conditionalConflict, type S3Server, startS3Server } from "@kstash/s3-server";
import { backendFor, kstashOn } from "./kit.js";

const MIB = 1024 * 1024;
const at = { namespace: "stashes" };

describe("how many requests a large payload takes depends on how far away the store is", () => {
  const bytes = new Uint8Array(13 * MIB).fill(7);
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes"] });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterEach(() => void jest.restoreAllMocks());

  const methods = () => server.requests.map(({ method }) => method).join(" ");
  const near = () => jest.spyOn(performance, "now").mockReturnValue(0);
  /** Every answer seems to take longer than the last. */
  const far = () => {
    let now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => (now += 20));
  };

  test("near: one to look for it, one to store it, one to read it", async () => {
    near();
    const { create, retrieve } = kstashOn(backendFor(server));
    const { address } = await create("near", bytes, at);
    expect(methods()).toBe("HEAD PUT");
    await create("near", bytes, at);
    expect(methods()).toBe("HEAD PUT HEAD");
    server.requests.length = 0;
    expect(Buffer.compare((await retrieve<Uint8Array>(address)).data, bytes)).toBe(0);
    expect(methods()).toBe("GET");
  });

  test("not known yet: the first answer says it, and whether a second request takes the rest", async () => {
    near();
    const { address } = await kstashOn(backendFor(server)).create("unknown", bytes, at);
    server.requests.length = 0;
    const { retrieve } = kstashOn(backendFor(server));
    expect(Buffer.compare((await retrieve<Uint8Array>(address)).data, bytes)).toBe(0);
    expect(server.requests.map(({ headers }) => headers["range"])).toEqual([
      `bytes=0-${2 * MIB - 1}`,
      `bytes=${2 * MIB}-${13 * MIB - 1}`,
    ]);
  });

  test("far away: parts of 5 MiB, ranges of 2 MiB", async () => {
    far();
    const { create, retrieve } = kstashOn(backendFor(server));
    const { address } = await create("far", bytes, at);
    expect(methods()).toBe("HEAD POST PUT PUT PUT POST");
    server.requests.length = 0;
    expect(Buffer.compare((await retrieve<Uint8Array>(address)).data, bytes)).toBe(0);
    expect(methods()).toBe("GET GET GET GET GET GET GET");
  });

  test("a payload of 12 MiB, and an object of 2 MiB, take one wherever it is", async () => {
    far();
    const { create, retrieve } = kstashOn(backendFor(server));
    await create("whole", bytes.subarray(0, 12 * MIB), at);
    const { address } = await create("whole", bytes.subarray(0, 2 * MIB), at);
    expect(methods()).toBe("PUT PUT");
    await retrieve(address);
    expect(methods()).toBe("PUT PUT GET");
  });

  test("an object of 1 MiB whose first answer is a part of it takes as many as there are parts", async () => {
    const { create, retrieve } = kstashOn(backendFor(server, {}, { parallelAboveBytes: 400_000 }));
    const { address } = await create("parts", bytes.subarray(0, MIB), at);
    server.requests.length = 0;
    expect((await retrieve<Uint8Array>(address)).data).toHaveLength(MIB);
    expect(methods()).toBe("GET GET GET");
  });

  test("near: a conflict is tried again twice, not for each look as well", async () => {
    near();
    server.faults.next({ ...conditionalConflict, method: "PUT", times: Infinity });
    const { create } = kstashOn(backendFor(server, { maxAttempts: 1 }));
    await expect(create("conflict", bytes, at)).rejects.toThrow("could not store");
    server.faults.clear();
    expect(methods()).toBe("HEAD PUT HEAD PUT HEAD PUT");
  });
});
