import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Address, type AddressParts, Config, createKstash } from "../src/index.js";
import { mapBackend } from "./support.js";

// The published vectors, as far as core alone goes: it has no codec, and takes the bytes as they are.

interface Written {
  readonly title: string;
  readonly namespace: string;
  readonly name: string;
  readonly bytes?: string;
  readonly addresses: Readonly<Record<"md5" | "sha256", Readonly<Record<string, string>>>>;
}

interface Refused {
  readonly title: string;
  readonly input: unknown;
  readonly code: string;
}

interface Addresses {
  readonly written: readonly (AddressParts & { readonly key: string; readonly text: string })[];
  readonly read: readonly {
    readonly title: string;
    readonly text: string;
    readonly written: string;
  }[];
  readonly links: readonly (AddressParts & { readonly text: string })[];
  readonly refusedNames: readonly Refused[];
  readonly refusedNamespaces: readonly Refused[];
  readonly refusedAddresses: readonly Refused[];
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), "utf8")) as T;
}

const raw = {
  name: "raw",
  contentType: "application/x-raw",
  encode: (data: unknown) => Uint8Array.from(data as Uint8Array),
  decode: (bytes: Uint8Array) => bytes,
};

describe.each(["cbor.json", "msgpack.json"])("%s", (file) => {
  const { written } = read<{ written: Written[] }>(file);
  const small = written.filter(({ bytes }) => bytes !== undefined);

  test.each(small)("$title: $bytes", async ({ namespace, name, bytes, addresses }) => {
    const data = Uint8Array.from(Buffer.from(bytes!, "hex"));
    for (const hash of ["md5", "sha256"] as const) {
      for (const [scheme, text] of Object.entries(addresses[hash])) {
        const config = { backends: [mapBackend(scheme)], hash };
        const { create, retrieve } = createKstash({ codecs: [raw], config });
        expect((await create(name, data, { namespace })).address.text).toBe(text);
        expect((await retrieve(text)).data).toEqual(data);
      }
    }
  });
});

describe("addresses.json", () => {
  const addresses = read<Addresses>("addresses.json");

  test.each(addresses.written)("$text", (vector) => {
    const { scheme, namespace, name, digest, query = "", key, text } = vector;
    const address = Address.from({ scheme, namespace, name, digest, query });
    expect(address.text).toBe(text);
    const parsed = Address.parse(text);
    expect(parsed).toEqual(address);
    expect(parsed).toMatchObject({ scheme, namespace, name, digest, query, key });
  });

  test.each(addresses.read)("$title: $text", ({ text, written }) => {
    expect(Address.parse(text).text).toBe(written);
  });

  test.each(addresses.links)("$text", ({ text, namespace, name, digest }) => {
    expect(Address.parse(text)).toMatchObject({ text, namespace, name, digest });
  });

  test.each(addresses.refusedAddresses)("no address: $title", ({ input, code }) => {
    expect(codeOf(() => Address.parse(input as string))).toBe(code);
  });

  test.each(addresses.refusedNames)("no name: $title", ({ input: name, code }) => {
    const parts = { scheme: "s3", namespace: "n", name: name as string, digest: "0".repeat(32) };
    expect(codeOf(() => Address.from(parts))).toBe(code);
  });

  test.each(addresses.refusedNamespaces)("no namespace: $title", ({ input, code }) => {
    const parts = { scheme: "s3", namespace: input as string, name: "x", digest: "0".repeat(32) };
    expect(codeOf(() => Address.from(parts))).toBe(code);
  });
});

describe("configs.json", () => {
  const configs = read<{ accepted: object[]; refused: Refused[] }>("configs.json");

  test.each(configs.accepted)("%j", (options) => {
    expect(new Config(options)).toMatchObject(options);
  });

  test.each(configs.refused)("$title: $input", ({ input, code }) => {
    expect(codeOf(() => new Config(numbers(input as object)))).toBe(code);
  });
});

/** The options, with the one escape that they use. */
function numbers(options: object): object {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]: [string, unknown]) => {
      const escape = (value as { $number?: string }).$number;
      return [key, escape === undefined ? value : Number(escape)];
    }),
  );
}

function codeOf(task: () => unknown): unknown {
  try {
    task();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "none";
}
