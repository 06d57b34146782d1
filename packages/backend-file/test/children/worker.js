// node worker.js ROOT OPERATION…: runs them in their order and prints one JSON line for each:
// ["create", name, data], ["retrieve", address].
import { createKstash } from "@kstash/core";
import { file } from "@kstash/backend-file";

const [root, ...operations] = process.argv.slice(2);
const json = {
  name: "json",
  contentType: "application/json",
  encode: (data) => new TextEncoder().encode(JSON.stringify(data)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};
const kstash = createKstash({ codecs: [json], config: { backends: [file({ root })] } });
const expand = (data) => (data?.repeat ? "x".repeat(data.repeat) : data);

for (const [operation, subject, data] of operations.map((text) => JSON.parse(text))) {
  let line;
  try {
    const stash = await kstash[operation](
      subject,
      ...(operation === "create" ? [expand(data)] : []),
    );
    line = operation === "create" ? { address: stash.address } : { data: stash.data };
  } catch (error) {
    line = { error: `${error.name}: ${error.message}`, cause: error.cause?.code };
  }
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
