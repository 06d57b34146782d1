import { cbor } from "@kstash/codec-cbor";
import { bytes, type HostileClass, repeated } from "./hostile-class.js";
import { mutations } from "./mutations.js";
import { notUtf8 } from "./not-utf8.js";

const sample = cbor.encode({
  id: 12,
  at: new Date(1.5e12 + 1),
  big: [5n, -(2n ** 63n), 2n ** 70n],
  bin: new Uint8Array(40),
  list: [1, -1, 300, 70_000, 2 ** 40, 0.5, NaN, null, undefined, true, false],
  name: "grüße, 世界",
  nested: { a: { b: { c: "x".repeat(100) } } },
});

/** A head of the long form: a major type and a length of eight bytes. */
const head = (major: number, length: bigint) =>
  bytes((major << 5) | 27, length.toString(16).padStart(16, "0"));
const text = (content: string) => bytes(0x78, Buffer.byteLength(content), Buffer.from(content));

const HUGE = [
  2n ** 16n,
  2n ** 29n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const TAGS = [
  0, 1, 2, 3, 4, 5, 6, 24, 25, 27, 28, 29, 51, 64, 86, 105, 256, 258, 259, 57342, 57343, 57344,
  57337, 55799,
];
const tag = (number: number) => bytes(0xda, number.toString(16).padStart(8, "0"));

/** The classes of CBOR (RFC 8949) that is malformed, or written to hurt who reads it. */
export const hostileCbor: readonly HostileClass[] = [
  ...mutations(sample),
  {
    title: "huge declared lengths",
    malformed: true,
    *inputs() {
      for (const major of [2, 3, 4, 5]) {
        for (const length of HUGE) {
          yield head(major, length);
          yield bytes(head(major, length), new Uint8Array(1000));
          yield bytes(0x82, 0x00, head(major, length));
          yield bytes("a16161", head(major, length), "00");
        }
      }
      yield repeated("9a0000c350", 20_000);
      yield repeated("ba0000c3506161", 14_000);
    },
  },
  {
    title: "indefinite and reserved lengths",
    malformed: true,
    *inputs() {
      for (let major = 0; major < 8; major++) {
        for (const info of [28, 29, 30, 31]) yield bytes((major << 5) | info, "4100ff");
      }
      for (const digits of ["5f", "7f", "9f", "bf"]) yield repeated(digits, 100_000);
    },
  },
  {
    title: "tags and tag bombs",
    *inputs() {
      for (const number of TAGS) {
        for (const content of [
          "00",
          "80",
          "a0",
          "40",
          "6161",
          "f6",
          "828000",
          "fb7ff8000000000000",
        ]) {
          yield bytes(tag(number), content);
        }
        for (const depth of [2, 100, 20_000]) {
          yield bytes(repeated(tag(number), depth), 0);
        }
      }
      yield repeated("c1", 100_000);
      yield bytes("dbffffffffffffffff00");
    },
  },
  {
    title: "references, cycles and records of other libraries",
    malformed: true,
    *inputs() {
      // cbor-x and others: shared values (28, 29), records (57342-57344), bundled strings, packed values.
      for (const digits of [
        "d81c81d81d00",
        "d81ca16161d81d00",
        "82d81c80d81d00",
        "d81d00",
        "d9dfff831900e081616101",
        "d9dffe8261618101",
        "d9e0008101",
        "d9dff9821900006161",
        "d8338280818101",
        "c600",
        "d90103a0",
        "d9010280",
        "d81b8266526567457870616128",
        "d840a1666275666665721a3b9aca00",
        "d856a1666275666665721a3b9aca00",
      ]) {
        yield bytes(digits);
        yield bytes("a16161", digits);
        yield bytes(0x99, "03e8", repeated(digits, 1000));
      }
    },
  },
  {
    title: "bignums of up to 100 KB",
    *inputs() {
      for (const sign of [0xc2, 0xc3]) {
        for (const fill of ["00", "01", "7f", "80", "ff"]) {
          for (const length of [0, 1, 8, 9, 1000, 99_990]) {
            yield bytes(sign, 0x5a, length.toString(16).padStart(8, "0"), repeated(fill, length));
          }
        }
        yield bytes(0x99, "61a8", repeated(`${sign.toString(16)}4101`, 25_000));
        yield bytes(sign, "5affffffff");
      }
    },
  },
  {
    title: "depth",
    *inputs() {
      for (const [open, close] of [
        ["81", "00"],
        ["a16161", "00"],
        ["81a16161", "00"],
        ["8200", "00"],
        ["c1", "00"],
      ] as const) {
        for (const depth of [250, 499, 500, 501, 1000, 20_000]) {
          yield bytes(repeated(open, depth), close);
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
        yield bytes(0xa2, text(key), 0, text(key), 1);
        yield bytes(0xa3, text(key), 0, text(`${key}!`), 1, text(key), 2);
        yield bytes(0x82, 0xf6, 0xa2, text(key), 0, text(key), 1);
      }
      yield bytes(0xb9, "2710", repeated("616100", 10_000));
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
        for (const value of ["00", "a0", "a168706f6c6c75746564f5", "80", "f6"]) {
          yield bytes(0xa1, text(key), value);
          yield bytes("a16161a1", text(key), value);
          yield bytes("81a2616100", text(key), value);
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
        "20",
        "40",
        "4161",
        "80",
        "a0",
        "f6",
        "f5",
        "f90000",
        "c100",
        "c24101",
        "7f6161ff",
      ]) {
        yield bytes(0xa1, key, "00");
        yield bytes("a2616100", key, "00");
      }
    },
  },
  {
    title: "text that is no UTF-8",
    malformed: true,
    *inputs() {
      for (const digits of notUtf8) {
        const length = digits.length / 2;
        yield bytes(0x60 | length, digits);
        yield bytes(0xa1, 0x60 | length, digits, 0);
        yield bytes(
          0x79,
          (50_000 + length).toString(16).padStart(4, "0"),
          repeated("61", 50_000),
          digits,
        );
      }
    },
  },
  {
    title: "times that no Date has",
    *inputs() {
      for (const time of [
        "f97e00",
        "f97c00",
        "f9fc00",
        "fb7fefffffffffffff",
        "1bffffffffffffffff",
        "3bffffffffffffffff",
        "1b000007dba8218001",
        "6161",
        "f6",
        "80",
        "c100",
        "fb0000000000000001",
      ]) {
        yield bytes(0xc1, time);
        yield bytes("a16161c1", time);
      }
    },
  },
  {
    title: "100 KB of tiny values",
    *inputs() {
      for (const item of [
        "80",
        "a0",
        "40",
        "60",
        "6161",
        "c100",
        "c240",
        "00",
        "f6",
        "f7",
        "f90001",
        "8180",
        "a16161f6",
        "4101",
      ]) {
        const count = Math.floor(100_000 / (item.length / 2));
        yield bytes(0x9a, count.toString(16).padStart(8, "0"), repeated(item, count));
      }
    },
  },
  {
    title: "100 KB of objects with one far index",
    *inputs() {
      // Kept in an array, "1000" would take 12 KB.
      for (const key of ["9", "15", "99", "500", "1000", "1023", "1024", "4294967294"]) {
        const object = bytes(0xa1, text(key), 0);
        const count = Math.floor(100_000 / object.length);
        yield bytes(0x9a, count.toString(16).padStart(8, "0"), repeated(object, count));
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
        yield bytes(0xba, keys.length.toString(16).padStart(8, "0"), ...keys);
        // Each in an object of its own, and each object of another shape.
        const maps = keys.map((key) => bytes(0xa1, key));
        yield bytes(0x9a, maps.length.toString(16).padStart(8, "0"), ...maps);
      }
    },
  },
];
