// Prints what RELIABILITY.md states of hostile input: time and memory. `npm run measure`.
import { measureDecoding } from "./decoding.js";
import { measureParsing } from "./parsing.js";

const decoded = await measureDecoding();
const total = (codec: string) =>
  decoded.filter((row) => row.codec === codec).reduce((sum, { inputs }) => sum + inputs, 0);
console.log(`hostile inputs: ${total("cbor")} of CBOR, ${total("msgpack")} of MessagePack\n`);
console.log(
  "| codec | class | inputs | refused | largest, bytes | slowest, ms for 100 KB | extra memory, MB |",
);
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
for (const { codec, title, inputs, refused, bytes, slowest, extraMB } of decoded) {
  console.log(
    `| ${codec} | ${title} | ${inputs} | ${refused} | ${bytes} | ${slowest.toFixed(1)} | ${extraMB.toFixed(1)} |`,
  );
}
console.log("\n| an address of 1 MB | ms |");
console.log("| --- | ---: |");
for (const { title, ms } of measureParsing()) console.log(`| ${title} | ${ms.toFixed(1)} |`);
