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
import { type S3Server, startS3Server } from "@kstash/s3-server";
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

  test("near: one to look for it, one to store it, two to read it", async () => {
    near();
    const { create, retrieve } = kstashOn(backendFor(server));
    const { address } = await create("near", bytes, at);
    expect(methods()).toBe("HEAD PUT");
    await create("near", bytes, at);
    expect(methods()).toBe("HEAD PUT HEAD");
    server.requests.length = 0;
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
});
