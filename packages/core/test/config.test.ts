import { describe, expect, test } from "@jest/globals";
import { Config, type ConfigOptions, InvalidConfig } from "../src/index.js";
import { mapBackend } from "./support.js";

describe("Config", () => {
  test("has the Python edition's defaults", () => {
    const { maxInlineLen, backends, shareTtlSec, hash } = new Config();
    expect({ maxInlineLen, backends, shareTtlSec, hash }).toEqual({
      maxInlineLen: 100,
      backends: ["inline", "s3", "https"],
      shareTtlSec: 10,
      hash: "md5",
    });
  });

  test("takes names and instances, and is made from a Config as from options", () => {
    const instance = mapBackend("redis");
    const config = new Config({
      maxInlineLen: 200,
      backends: ["inline", "s3", instance],
      hash: "sha256",
    });
    expect(config.backends).toEqual(["inline", "s3", instance]);
    expect(new Config(config)).toEqual(config);
  });

  test("is immutable, and does not follow the options that it was made of", () => {
    const backends = ["mem"];
    const config = new Config({ backends });
    backends.push("s3");
    expect(config.backends).toEqual(["mem"]);
    expect(Object.isFrozen(config) && Object.isFrozen(config.backends)).toBe(true);
  });

  const option = (options: unknown) => options as ConfigOptions;
  test.each([
    [{ maxInlineLen: 0 }, "invalid config (maxInlineLen): must be greater than 0"],
    [{ maxInlineLen: -1 }, "invalid config (maxInlineLen): must be greater than 0"],
    [{ maxInlineLen: Number.NaN }, "invalid config (maxInlineLen): must be greater than 0"],
    [{ backends: [] }, "invalid config (backends): must be non-empty"],
    [{ backends: ["s3", "inline"] }, "invalid config (backends): inline must come first"],
    [{ backends: ["s3", "inline", "custom"] }, "invalid config (backends): inline must come first"],
    [{ backends: ["s3", "mem", "s3"] }, 'invalid config (backends): "s3" is listed twice'],
    [{ backends: [mapBackend("s3"), "s3"] }, 'invalid config (backends): "s3" is listed twice'],
    [option({ backends: [12] }), "invalid config (backends): each is a name"],
    [option({ backends: [null] }), "invalid config (backends): each is a name"],
    [{ backends: ["S3"] }, "invalid config (backends): each is a name"],
    [option({ backends: [{ ...mapBackend(), specification: "v2" }] }), 'specification "v2"'],
    [option({ backends: [{ ...mapBackend(), get: undefined }] }), '"mem" has no get method'],
    [{ shareTtlSec: 0 }, "invalid config (shareTtlSec): must be a whole number of seconds"],
    [{ shareTtlSec: 604_801 }, "from 1 to 604800"],
    [option({ hash: "sha1" }), 'invalid config (hash): must be "md5" or "sha256"'],
    [option({ hash: "toString" }), 'invalid config (hash): must be "md5" or "sha256"'],
    [{ maxPayloadBytes: 0 }, "invalid config (maxPayloadBytes): must be a whole number of bytes"],
    [{ maxPayloadBytes: 1.5 }, "invalid config (maxPayloadBytes): must be a whole number of bytes"],
    [{ namespaces: [""] }, "invalid config (namespaces): must be a list of names"],
  ])("%j is refused", (options, message) => {
    expect(() => new Config(options)).toThrow(InvalidConfig);
    expect(() => new Config(options)).toThrow(message);
  });
});
