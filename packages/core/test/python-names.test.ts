import { describe, expect, test } from "@jest/globals";
import { Address, InvalidAddress } from "../src/index.js";

// What the Python edition (0.2.0) wrote of odd names, to the letter: it escapes nothing. The same with
// the live edition is in tools/python.
const DIGEST = "4843a4868714fa7589e8ef87756bcacf";

describe("an address of the Python edition, for an odd name", () => {
  test.each([
    ["a/b/c", "a/b/c"],
    ["sub!$&'()*+,;=", "sub!$&'()*+,;="],
    ["~a:b@c", "~a:b@c"],
    ["two words", "two words"],
    [" edge ", " edge "],
    ["há não", "há não"],
    ["水🎵", "水🎵"],
    ["e\u0301", "e\u0301"],
    ['q"`<>', 'q"`<>'],
    ["[x]", "[x]"],
    ["{x}|^\\", "{x}|^\\"],
    // Its name is "/lead": in the address the slash is gone.
    ["lead", "lead"],
  ])("%j is read where its meaning is clear", (path, name) => {
    expect(Address.parse(`mem://default/${path}.${DIGEST}`).name).toBe(name);
    expect(Address.parse(`s3://default/${path}.${DIGEST}`).key).toBe(`${name}.${DIGEST}`);
    expect(Address.parse(`inline://default/${path}?data=wA%3D%3D`).name).toBe(name);
  });

  test("an escape in it is read as one: the Python edition's own name a%20b is not told from it", () => {
    expect(Address.parse(`mem://default/a%20b.${DIGEST}`).name).toBe("a b");
    expect(Address.parse("inline://default/a%20b?data=wA%3D%3D").name).toBe("a b");
  });

  test.each([
    ["100%", '"%" that starts no escape of UTF-8 (a percent sign is written %25)'],
    ["%zz", '"%" that starts no escape of UTF-8 (a percent sign is written %25)'],
    ["%2F", "escaped slash (%2F)"],
    ["#1", '"#" (in a name it is written %23)'],
    ["a#b", '"#" (in a name it is written %23)'],
    ["a//b", "empty segment"],
    ["trail/", "empty segment"],
    ["..", 'the segment ".."'],
    ["a/../b", 'the segment ".."'],
    [".", 'the segment "."'],
    ["a\tb", "control character"],
    ["a\nb", "control character"],
    ["a\u0000b", "control character"],
    ["a\u0085b", "control character"],
  ])("%j is refused, since it has no meaning or two", (path, reason) => {
    // "trail/" loses its slash in an inline address, and is read there as "trail".
    const texts = [`mem://default/${path}.${DIGEST}`, `s3://default/${path}.${DIGEST}`];
    if (path !== "trail/") texts.push(`inline://default/${path}?data=wA%3D%3D`);
    for (const text of texts) {
      expect(() => Address.parse(text)).toThrow(InvalidAddress);
      expect(() => Address.parse(text)).toThrow(reason);
    }
  });

  test.each(["what?", "a?b"])(
    "%j is refused: its rest is the query (it cannot read it either)",
    (path) => {
      expect(() => Address.parse(`mem://default/${path}.${DIGEST}`)).toThrow(
        "does not end in a digest",
      );
      // Whoever asks such an inline address for its data is told that there is none.
      expect(Address.parse(`inline://default/a?b?data=wA%3D%3D`).param("data")).toBeUndefined();
    },
  );

  test.each(["", "a b", "ü"])("the namespace %j is refused", (namespace) => {
    expect(() => Address.parse(`mem://${namespace}/x.${DIGEST}`)).toThrow("invalid namespace");
  });
});
