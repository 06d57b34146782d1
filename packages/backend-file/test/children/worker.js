// node worker.js ROOT OPERATION…: runs them in their order and prints one JSON line for each:
// ["create", name, data], ["retrieve", address], ["remove", address].
import { createKstash } from "@kstash/core";
import { file } from "@kstash/backend-file";

const [root, ...operations] = process.argv.slice(2);
const json = {
  name: "json",
  contentType: "application/json",
  encode: (data) => new TextEncoder().encode(JSON.stringify(data)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};
const durable = process.env.DURABLE !== "no";
const kstash = createKstash({ codecs: [json], config: { backends: [file({ root, durable })] } });
const expand = (data) => (data?.repeat ? "x".repeat(data.repeat) : data);

const run = {
  create: async (name, data) => ({ address: (await kstash.create(name, expand(data))).address }),
  retrieve: async (address) => ({ data: (await kstash.retrieve(address)).data }),
  remove: async (address) => ({ data: await kstash.remove(address) }),
};

for (const [operation, subject, data] of operations.map((text) => JSON.parse(text))) {
  const line = await run[operation](subject, data).catch((error) => ({
    error: `${error.name}: ${error.message}`,
    cause: error.cause?.code,
  }));
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
