// Bundles a Worker, as Cloudflare's own tools do: `node bundle-worker.mjs SCRIPT BUNDLE` prints which modules of
// Node's it imports, as JSON. (A program of its own, as rolldown does not work inside of Jest.)
import { rolldown } from "rolldown";

const [script, file] = process.argv.slice(2);
const build = await rolldown({
  input: script,
  platform: "browser",
  external: /^node:/,
  resolve: { conditionNames: ["workerd", "worker", "browser"] },
  logLevel: "silent",
});
const { output } = await build.write({ file, format: "esm", codeSplitting: false });
await build.close();
console.log(JSON.stringify(output[0].imports));
