// Prints what RELIABILITY.md states of hostile input: time and memory. `npm run measure`,
// or of the classes alone whose title holds a text: `npm run measure -- "100 KB"`.
import { measureDecoding } from "./decoding.js";
import { measureParsing } from "./parsing.js";

const totals = new Map<string, number>();
console.log(
  "| codec | class | inputs | refused | largest, bytes | slowest, ms for 100 KB | extra memory, MB |",
);
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
for await (const { codec, title, inputs, refused, bytes, slowest, extraMB } of measureDecoding(
  process.argv[2],
)) {
  totals.set(codec, (totals.get(codec) ?? 0) + inputs);
  console.log(
    `| ${codec} | ${title} | ${inputs} | ${refused} | ${bytes} | ${slowest.toFixed(1)} | ${extraMB.toFixed(1)} |`,
  );
}
for (const [codec, total] of totals) console.log(`\n${total} inputs of ${codec}`);

console.log("\n| an address of 1 MB | ms |");
console.log("| --- | ---: |");
for (const { title, ms } of measureParsing()) console.log(`| ${title} | ${ms.toFixed(1)} |`);
