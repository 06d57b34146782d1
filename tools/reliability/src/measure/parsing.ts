import { Address } from "@kstash/core";

const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";
const MEGABYTE = 1_000_000;
const fill = (piece: string) => piece.repeat(Math.ceil(MEGABYTE / piece.length));

/** Addresses of 1 MB, each of a kind that could take more than linear time. */
const addresses: Readonly<Record<string, string>> = {
  "one character": fill("a"),
  "no scheme": fill("a+"),
  schemes: fill("s3://"),
  slashes: `s3://stashes/${fill("a/")}`,
  dots: `s3://stashes/${fill(".")}${MD5}`,
  escapes: `s3://stashes/${fill("%41")}.${MD5}`,
  "broken escapes": `s3://stashes/${fill("%")}.${MD5}`,
  digests: `s3://stashes/${fill(`.${MD5}`)}`,
  fields: `inline://stashes/x?${fill("&data")}`,
  pluses: `inline://stashes/x?data=${fill("+")}`,
  base64: `inline://stashes/x?data=${fill("AAAA")}`,
  labels: `https://${fill("a.")}s3.com/x.${MD5}`,
  ports: `https://${fill(":1")}/x.${MD5}`,
  users: `https://${fill("a@")}/x.${MD5}`,
  "a link's query": `https://stashes.s3.com/x.${MD5}?${fill("a=%41&")}`,
  controls: fill("\u0000"),
};

/** Milliseconds of the processor for `Address.parse` and `param` of each, the best of five. */
export function measureParsing(): { title: string; ms: number }[] {
  return Object.entries(addresses).map(([title, text]) => {
    const times = Array.from({ length: 5 }, () => {
      const started = process.cpuUsage();
      try {
        Address.parse(text).param("data");
      } catch {
        // Refused: that takes time as well.
      }
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    });
    return { title, ms: Math.min(...times) };
  });
}
