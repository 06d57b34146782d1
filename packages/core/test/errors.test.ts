import { describe, expect, test } from "@jest/globals";
import * as errors from "../src/errors.js";

const kinds = [
  errors.StashNotFound,
  errors.StashCorrupted,
  errors.StashTooLarge,
  errors.BackendRemoteError,
  errors.UnsupportedBackend,
  errors.UnsupportedOperation,
  errors.InvalidAddress,
  errors.InvalidConfig,
  errors.InvalidData,
];

describe("KstashError", () => {
  test.each(kinds)("$name has its name, its code and its cause", (Kind) => {
    const cause = new Error("why");
    const error = new Kind("what", { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(Kind.name);
    expect(error.code).toBe(Kind.name.replace(/(?!^)[A-Z]/g, "_$&").toUpperCase());
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe(`${Kind.name}: what`);
    expect(errors.KstashError.isInstance(error)).toBe(true);
    for (const Other of kinds)
      expect((Other as typeof errors.KstashError).isInstance(error)).toBe(Other === Kind);
  });

  test("is known across copies by its brand and its code", () => {
    const foreign = Object.assign(new Error("x"), {
      code: "STASH_NOT_FOUND",
      [Symbol.for("kstash.error")]: true,
    });
    expect(errors.StashNotFound.isInstance(foreign)).toBe(true);
    expect(errors.InvalidData.isInstance(foreign)).toBe(false);
    expect(errors.KstashError.isInstance(foreign)).toBe(true);
    expect(errors.StashNotFound.isInstance(new Error("x"))).toBe(false);
    expect(errors.StashNotFound.isInstance(undefined)).toBe(false);
  });
});
