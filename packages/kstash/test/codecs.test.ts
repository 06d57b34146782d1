import { describe, expect, test } from "@jest/globals";
import { msgpack } from "@kstash/codec-msgpack";
import { cbor, type Codec, createKstash } from "../src/index.js";
import { places } from "./support.js";

const at = places();
const namespace = "stashes";
const data = { as_of: "today", list: [1, -1, 0.5, null], bin: Uint8Array.of(1, 2) };

// As the Python edition stores: MessagePack, under the type that S3 gives to what comes without one.
const pythons: Codec = { ...msgpack, contentType: "binary/octet-stream", alsoReads: [] };
const foreign: Codec = { ...cbor, name: "foreign", contentType: "application/x-foreign" };

const kstash = (...codecs: Codec[]) => createKstash({ codecs, config: { backends: [at.s3] } });

async function stored(codec: Codec, name: string, value: unknown = data): Promise<string> {
  const { address } = await kstash(codec).create(`${codec.contentType}/${name}`, value, {
    namespace,
  });
  return address.text;
}

describe.each([
  ["cbor first", [cbor, msgpack]],
  ["msgpack first", [msgpack, cbor]],
] as const)("an object on S3 is read by its content type: %s", (order, codecs) => {
  const retrieve = (address: string) => kstash(...codecs).retrieve(address);

  test.each([cbor, msgpack, pythons])("$contentType", async (codec) => {
    const address = await stored(codec, order);
    at.server.requests.length = 0;
    expect((await retrieve(address)).data).toStrictEqual(data);
    expect(at.server.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  test("the first one writes", async () => {
    at.server.requests.length = 0;
    const stash = await kstash(...codecs).create(order, data, { namespace });
    expect(stash.encoded).toEqual(codecs[0].encode(data));
    expect(at.server.requests[0]?.headers["content-type"]).toBe(codecs[0].contentType);
  });

  test("nothing is guessed: the same byte is -1 or 32, as its type says", async () => {
    expect(cbor.encode(-1)).toEqual(msgpack.encode(32));
    expect((await retrieve(await stored(cbor, "byte", -1))).data).toBe(-1);
    expect((await retrieve(await stored(msgpack, "byte", 32))).data).toBe(32);
    expect((await retrieve(await stored(pythons, "byte", 32))).data).toBe(32);
  });

  test("a type that nobody claims is refused, though both could read the bytes", async () => {
    const address = await stored(foreign, order, 1);
    await expect(retrieve(address)).rejects.toMatchObject({
      code: "UNSUPPORTED_OPERATION",
      message: expect.stringContaining(
        `its content type "application/x-foreign" is read by none of the codecs given (${codecs[0].name}, ${codecs[1].name}); add the codec that wrote it`,
      ),
    });
  });
});

test.each([
  [cbor, msgpack, "@kstash/codec-cbor"],
  [msgpack, cbor, "@kstash/codec-msgpack"],
  [pythons, cbor, "@kstash/codec-msgpack"],
] as const)(
  "without its codec, $contentType says which package to add",
  async (wrote, reads, name) => {
    const address = await stored(wrote, "alone");
    await expect(kstash(reads).retrieve(address)).rejects.toMatchObject({
      code: "UNSUPPORTED_OPERATION",
      message: expect.stringContaining(
        `${name} reads it: add its codec to createKstash({ codecs })`,
      ),
    });
  },
);

test("a shared link is read by the type of what it leads to as well", async () => {
  const { retrieve } = createKstash({
    codecs: [cbor, msgpack],
    config: { backends: [at.s3, at.https] },
  });
  for (const codec of [cbor, msgpack, pythons]) {
    const address = await stored(codec, "link");
    const link = await kstash(codec).share(address, { ttlSec: 60 });
    expect((await retrieve(link)).data).toStrictEqual(data);
  }
});
