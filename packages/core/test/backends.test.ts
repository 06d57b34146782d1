import { describe, expect, jest, test } from "@jest/globals";
import { type Backend, createKstash, InvalidConfig, UnsupportedBackend } from "../src/index.js";
import { json, mapBackend } from "./support.js";

const kstash = (loaders: Record<string, () => Backend | Promise<Backend>>, backends: string[]) =>
  createKstash({ codecs: [json], loaders, config: { backends } });

describe("a name in Config.backends", () => {
  test("is loaded once, when first needed, however many ask at once", async () => {
    const loader = jest.fn(async () => mapBackend("one"));
    const other = jest.fn(() => mapBackend("two"));
    const { create, retrieve } = kstash({ one: loader, two: other }, ["one", "two"]);
    expect(loader).not.toHaveBeenCalled();
    const stashes = await Promise.all([create("x", 1), create("x", 1)]);
    await retrieve(stashes[0].address);
    expect(loader).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });

  test("without a loader: the error lists the names that are known", async () => {
    const { create } = kstash({ mem: () => mapBackend() }, ["redis"]);
    await expect(create("x", 1)).rejects.toThrow(UnsupportedBackend);
    await expect(create("x", 1)).rejects.toThrow("the names known here are mem");
    await expect(kstash({}, ["constructor"]).create("x", 1)).rejects.toThrow(
      "no names are known here",
    );
  });

  test("that is not installed: the error says what to install, and the next call tries again", async () => {
    let installed = false;
    const missing = Object.assign(
      new Error("Cannot find package '@kstash/backend-s3' imported from /app/index.js"),
      { code: "ERR_MODULE_NOT_FOUND" },
    );
    const { create } = kstash(
      { s3: () => (installed ? mapBackend("s3") : Promise.reject(missing)) },
      ["s3"],
    );
    const error = await create("x", 1).catch((error: unknown) => error as Error);
    expect(error).toBeInstanceOf(UnsupportedBackend);
    expect((error as Error).message).toBe(
      'backend "s3" could not be loaded: it is not installed: npm install @kstash/backend-s3',
    );
    expect((error as Error).cause).toBe(missing);
    installed = true;
    await expect(create("x", 1)).resolves.toMatchObject({ name: "x" });
  });

  test("must be the name of the backend that its loader gives", async () => {
    const { create } = kstash({ one: () => mapBackend("two") }, ["one"]);
    await expect(create("x", 1)).rejects.toThrow(InvalidConfig);
  });
});
