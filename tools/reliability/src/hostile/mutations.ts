import { bytes, type HostileClass } from "./hostile-class.js";
import { Random } from "./random.js";

/** What somebody can make of any payload: cut it, add to it, change it, or send noise in its place. */
export function mutations(sample: Uint8Array): HostileClass[] {
  return [
    {
      title: "every truncation",
      malformed: true,
      *inputs() {
        for (let length = 0; length < sample.length; length++) yield sample.subarray(0, length);
      },
    },
    {
      title: "trailing bytes",
      malformed: true,
      *inputs() {
        for (let byte = 0; byte < 256; byte++) yield bytes(sample, byte);
        yield bytes(sample, sample);
      },
    },
    {
      title: "every byte changed",
      *inputs() {
        for (let at = 0; at < sample.length; at++) {
          for (const change of [0x01, 0x20, 0x80, 0xff]) {
            const changed = Uint8Array.from(sample);
            changed[at]! ^= change;
            yield changed;
          }
        }
      },
    },
    {
      title: "every first byte",
      *inputs() {
        for (let byte = 0; byte < 256; byte++) {
          yield bytes(byte);
          yield bytes(byte, new Uint8Array(40));
          yield bytes(byte, "ff".repeat(40));
        }
      },
    },
    {
      title: "noise",
      *inputs() {
        const random = new Random(1);
        for (let index = 0; index < 500; index++) yield random.bytes(1 + random.below(300));
        for (let index = 0; index < 20; index++) yield random.bytes(100_000);
      },
    },
  ];
}
