import { describe, expect, test } from "@jest/globals";
import { redact, redactAll } from "../src/address/redact.js";
import { Address } from "../src/index.js";

const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";

describe("an address in a message", () => {
  test.each([
    [`s3://stashes/x.${MD5}`, `s3://stashes/x.${MD5}`],
    ["inline://a/b?data=DA%3D%3D", "inline://a/b?…"],
    ["https://h/x?a=1?b=2", "https://h/x?…"],
    // Escaped once more on its way.
    [`https://h/x.${MD5}%3FX-Amz-Signature%3Dab`, `https://h/x.${MD5}?…`],
    ["inline%3A%2F%2Fa%2Fb%3fdata%3DDA", "inline%3A%2F%2Fa%2Fb?…"],
    [`s3://stashes/what%3F.${MD5}`, `s3://stashes/what%3F.${MD5}`],
    ["https://user:hunter2@host/x", "https://…@host/x"],
    ["https://user:hunter2@host", "https://…@host"],
    [`https://user:${"p".repeat(200)}@host/x`, "https://…@host/x"],
    [`s3://stashes/me@home.${MD5}`, `s3://stashes/me@home.${MD5}`],
    ["s3://a\n2026 all is lost", "s3://a\\u{a}2026 all is lost"],
    ["s3://a/\u001b[2J\u009b2J\u007f", "s3://a/\\u{1b}[2J\\u{9b}2J\\u{7f}"],
    ["s3://a/\u202etxt.exe\u2028\ud800", "s3://a/\\u{202e}txt.exe\\u{2028}\\u{d800}"],
    [`s3://a/há.${MD5}`, `s3://a/há.${MD5}`],
    [`s3://a/${"x".repeat(200)}`, `s3://a/${"x".repeat(113)}…`],
  ])("%j is shown as %j", (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test("what is no text is named by its type", () => {
    expect(redact({})).toBe("object");
  });

  test.each([
    "https://user:hunter2@host/x",
    "s3://a\nb/c",
    "inline%3A%2F%2Fa%2Fb%3Fdata%3Dhunter2",
  ])("parse(%j) refuses it without its secrets and controls", (text) => {
    expect(() => Address.parse(text)).toThrow(/^(?!.*hunter2).*$/);
  });
});

describe("text that holds addresses", () => {
  test("each is redacted", () => {
    expect(redactAll("from https://h/x?sig=1 to 'inline://a/b?data=2'\x1b[31m")).toBe(
      "from https://h/x?… to 'inline://a/b?…'\\u{1b}[31m",
    );
  });

  test("it is clipped, whoever wrote it", () => {
    expect(redactAll("a".repeat(10_000_000))).toHaveLength(1001);
    expect(redactAll("a://".repeat(1_000_000))).toHaveLength(1001);
    expect(redactAll(`https://h/x?${"sig=1&".repeat(1000)}`)).toBe("https://h/x?…");
  });
});
