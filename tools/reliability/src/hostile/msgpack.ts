import { msgpack } from "@kstash/codec-msgpack";
import { bytes, type HostileClass, repeated } from "./hostile-class.js";
import { mutations } from "./mutations.js";
import { notUtf8 } from "./not-utf8.js";

const sample = msgpack.encode({
  id: 12,
  big: [2n ** 60n, -(2n ** 63n)],
  bin: new Uint8Array(40),
  list: [1, -1, -100, -1000, -100_000, 300, 70_000, 2 ** 40, 0.5, NaN, null, true, false],
  name: "grüße, 世界",
  nested: { a: { b: { c: "x".repeat(100) } } },
  wide: Array.from({ length: 20 }, () => 1),
});

const text = (content: string) => bytes(0xd9, Buffer.byteLength(content), Buffer.from(content));
const length32 = (format: number, length: number) =>
  bytes(format, length.toString(16).padStart(8, "0"));

const HUGE = [2 ** 16, 2 ** 20, 2 ** 29, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
// bin 32, ext 32, str 32, array 32, map 32.
const LONG_FORMATS = [0xc6, 0xc9, 0xdb, 0xdd, 0xdf];

/** The classes of MessagePack that is malformed, or written to hurt who reads it. */
export const hostileMsgpack: readonly HostileClass[] = [
  ...mutations(sample),
  {
    title: "huge declared lengths",
    malformed: true,
    *inputs() {
      for (const format of LONG_FORMATS) {
        for (const length of HUGE) {
          yield length32(format, length);
          yield bytes(length32(format, length), new Uint8Array(1000));
          yield bytes(0x92, 0x00, length32(format, length));
          yield bytes("81a161", length32(format, length), "00");
        }
      }
      yield repeated("dd0000c350", 20_000);
      yield repeated("df0000c350a161", 14_000);
    },
  },
  {
    title: "extension types",
    malformed: true,
    *inputs() {
      for (let type = 0; type < 256; type++) {
        yield bytes(0xd4, type, 0);
        yield bytes(0xc7, 3, type, "010203");
      }
      for (const format of [0xd5, 0xd6, 0xd7, 0xd8]) yield bytes(format, 0xff, new Uint8Array(16));
      // Timestamps, undefined, bundled strings and records of msgpackr.
      for (const digits of ["d6ff00000000", "d40000", "d46200", "d4724093a161", "c70cff00"]) {
        yield bytes(digits);
        yield bytes(0xdc, "03e8", repeated(digits, 1000));
      }
      yield bytes("c1");
      yield repeated("c1", 1000);
    },
  },
  {
    title: "depth",
    *inputs() {
      for (const open of ["91", "81a161", "9181a161", "9200", "dc0001", "de0001a161"]) {
        for (const depth of [250, 499, 500, 501, 1000, 20_000]) {
          yield bytes(repeated(open, depth), "00");
          yield repeated(open, depth);
        }
      }
    },
  },
  {
    title: "duplicate keys",
    malformed: true,
    *inputs() {
      for (const key of ["", "a", "toString", "grüße", "x".repeat(200), "0", "4294967294"]) {
        yield bytes(0x82, text(key), 0, text(key), 1);
        yield bytes(0x83, text(key), 0, text(`${key}!`), 1, text(key), 2);
        yield bytes(0x92, 0xc0, 0x82, text(key), 0, text(key), 1);
      }
      yield bytes("de2710", repeated("a16100", 10_000));
    },
  },
  {
    title: "keys that would reach a prototype",
    *inputs() {
      for (const key of [
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "__defineGetter__",
        "then",
      ]) {
        for (const value of ["00", "80", "81a8706f6c6c75746564c3", "90", "c0"]) {
          yield bytes(0x81, text(key), value);
          yield bytes("81a16181", text(key), value);
          yield bytes("9182a16100", text(key), value);
        }
      }
    },
  },
  {
    title: "keys that are no text",
    malformed: true,
    *inputs() {
      for (const key of [
        "00",
        "ff",
        "c400",
        "c40161",
        "90",
        "80",
        "c0",
        "c3",
        "ca00000000",
        "d40000",
      ]) {
        yield bytes(0x81, key, "00");
        yield bytes("82a16100", key, "00");
      }
    },
  },
  {
    title: "text that is no UTF-8",
    malformed: true,
    *inputs() {
      for (const digits of notUtf8) {
        const length = digits.length / 2;
        yield bytes(0xa0 | length, digits);
        yield bytes(0x81, 0xa0 | length, digits, 0);
        yield bytes(
          0xda,
          (50_000 + length).toString(16).padStart(4, "0"),
          repeated("61", 50_000),
          digits,
        );
      }
    },
  },
  {
    title: "100 KB of tiny values",
    *inputs() {
      for (const item of [
        "90",
        "80",
        "c400",
        "a0",
        "a161",
        "00",
        "c0",
        "ca00000001",
        "9190",
        "81a161c0",
        "c40101",
      ]) {
        const count = Math.floor(100_000 / (item.length / 2));
        yield bytes(length32(0xdd, count), repeated(item, count));
      }
    },
  },
  {
    title: "100 KB of objects with one far index",
    *inputs() {
      // Kept in an array, "1000" would take 12 KB.
      for (const key of ["9", "15", "99", "500", "1000", "1023", "1024", "4294967294"]) {
        const object = bytes(0x81, text(key), 0);
        const count = Math.floor(100_000 / object.length);
        yield bytes(length32(0xdd, count), repeated(object, count));
      }
    },
  },
  {
    title: "100 KB of keys",
    *inputs() {
      const names: ((index: number) => string)[] = [
        (index) => index.toString(36),
        (index) => `${index}`,
        (index) => `${index * 100_003}`,
        (index) => `k${index}`.padEnd(30, "x"),
        // The same for a hash that multiplies by 31.
        (index) => index.toString(2).padStart(16, "0").replaceAll("0", "Aa").replaceAll("1", "BB"),
      ];
      for (const name of names) {
        const keys: Uint8Array[] = [];
        for (let index = 0, length = 0; length < 100_000; index++) {
          const key = bytes(text(name(index)), 0);
          keys.push(key);
          length += key.length;
        }
        yield bytes(length32(0xdf, keys.length), ...keys);
        // Each in an object of its own, and each object of another shape.
        const maps = keys.map((key) => bytes(0x81, key));
        yield bytes(length32(0xdd, maps.length), ...maps);
      }
    },
  },
];
