import type { Group } from "../harness/group.js";
import { bundleForNode } from "../parts/bundle.js";
import { size } from "../report/figures.js";

const RATIO = 1.05;
const LEAN = 20 * 1024;

/** What a bundler makes of it (esbuild, minified, for Node). */
export const sizeGroup: Group = {
  name: "size",
  title: "Bundles, by esbuild, minified",
  async run() {
    const [lambda, bare] = [await bundleForNode("put-kstash"), await bundleForNode("put-bare")];
    const lean = await bundleForNode({
      code: `import { createKstash } from "@kstash/core";
import { cbor } from "@kstash/codec-cbor";
import { mem } from "@kstash/backend-mem";
export const kstash = createKstash({ codecs: [cbor], config: { backends: [mem()] } });`,
    });
    const s3 = await bundleForNode("put-parts");
    const against = (ratio: number) => ({
      figure: `${ratio.toFixed(2)}×`,
      target: `≤ ${RATIO}×`,
      reached: ratio <= RATIO,
    });
    const times = (a: typeof bare, b: typeof bare) =>
      `${size(a.bytes)} / ${size(b.bytes)}; gzipped ${size(a.gzipped)} / ${size(b.gzipped)}`;
    return {
      rows: [
        {
          what: "bundle for Lambda: core, cbor, s3",
          against: "cbor-x and the SDK's client alone",
          ...against(s3.bytes / bare.bytes),
          times: times(s3, bare),
          why: "the presigner, which the other has not, and the kit of object stores",
        },
        {
          what: "the same with the whole of kstash",
          against: "cbor-x and the SDK's client alone",
          figure: `${(lambda.bytes / bare.bytes).toFixed(2)}×`,
          times: times(lambda, bare),
        },
        {
          what: "lean bundle: core, cbor, mem",
          against: `${size(lean.bytes)} before gzip`,
          figure: size(lean.gzipped),
          target: `≤ ${size(LEAN)} gzipped`,
          reached: lean.gzipped <= LEAN,
          why: "cbor-x alone is about half of it, the errors' texts most of the rest",
        },
      ],
    };
  },
};
