import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { Agent } from "node:https";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { PutBucketCorsCommand, S3Client, type CORSRule } from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { readText, root } from "@kstash/check";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { run } from "@kstash/packed";
import { cutAfter, type S3Server, startS3Server, wrongBody } from "@kstash/s3-server";
import puppeteer, { type Browser } from "puppeteer-core";
import { build, type Bundler, bundle, installPages, serve } from "./page.js";

/** Debian's own, or what other systems call it; `undefined` where there is none. */
const chromium = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((path) => join(path, name)))
  .find((path) => existsSync(path));
if (!chromium) console.warn("chromium is not installed: no page is tested");

/** The rule that the README gives, for pages of one origin. */
function readmeRule(origin: string): CORSRule {
  const [, json = ""] = /put-bucket-cors[^]*?```json\n([^]*?)```/.exec(readText("README.md"))!;
  const {
    CORSRules: [rule],
  } = JSON.parse(json) as { CORSRules: [CORSRule] };
  return { ...rule, AllowedOrigins: [origin] };
}

let folder: string;
beforeAll(async () => {
  folder = await installPages();
});

test("core, cbor, inline, mem and https take less than 40 KB of a page", async () => {
  const code = await bundle(folder, "size.js");
  const size = gzipSync(code, { level: 9 }).length;
  console.info(`core, cbor, inline, mem and https: ${code.length} bytes minified, ${size} gzipped`);
  expect(size).toBeLessThan(40_000);
  // Nothing stands in for Node's modules, and no part of Node's side is there.
  expect(code).not.toMatch(/node:|tracingChannel|createReadStream\(\{/);
});

test("a page's compiler needs no types of Node's", async () => {
  expect(await run(folder, [join(root, "node_modules/.bin/tsc"), "-p", "."])).toBe("");
});

(chromium ? describe : describe.skip)("a page in Chromium", () => {
  const payload = {
    at: new Date(1_700_000_000_123),
    count: 2n ** 70n,
    bytes: Uint8Array.of(0, 255),
    list: [1.5, null, undefined, "\ufeffé"],
  };
  const told =
    '{"at":date(1700000000123),"bytes":bytes(00ff),"count":1180591620717411303424n,"list":[1.5,null,undefined,"\ufeffé"]}';
  const large = randomBytes(3 * 1024 * 1024);

  let store: S3Server;
  let client: S3Client;
  let pages: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let kstash: ReturnType<typeof createKstash>;
  let now = 0;

  beforeAll(async () => {
    for (const bundler of ["vite", "esbuild"] as const) await build(folder, bundler);
    pages = await serve(join(folder, "dist"));
    store = await startS3Server({
      tls: true,
      buckets: ["stashes", "closed", "hiding"],
      clock: () => Date.now() + now,
    });
    const { endpoint, region, credentials, ca } = store;
    const requestHandler = { httpsAgent: new Agent({ ca }) };
    const clientConfig = { endpoint, region, credentials, requestHandler, forcePathStyle: true };
    client = new S3Client(clientConfig);
    kstash = createKstash({ codecs: [cbor], config: { backends: [s3({ client })] } });
    const rule = readmeRule(pages.origin);
    const { ExposeHeaders: _, ...hiding } = rule;
    for (const [Bucket, rules] of [
      ["stashes", rule],
      ["hiding", hiding],
    ] as const) {
      const CORSConfiguration = { CORSRules: [rules as CORSRule] };
      await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    }
    // The store's certificate is of an authority that nobody else trusts.
    const args = ["--no-sandbox", "--ignore-certificate-errors"];
    browser = await puppeteer.launch({ executablePath: chromium!, args });
  });

  afterAll(async () => {
    await browser?.close();
    pages?.process.kill();
    client?.destroy();
    await store?.close();
  });

  /** What a page shows for an address. */
  async function show(bundler: Bundler, address: string, as = ""): Promise<string> {
    const page = await browser.newPage();
    try {
      const { port } = new URL(store.endpoint);
      const query = new URLSearchParams({ port, ...(as && { as }) });
      await page.goto(`${pages.origin}/${bundler}/index.html?${query}#${address}`);
      const shown = await page.waitForSelector("#stash.done");
      return await shown!.evaluate(({ textContent }) => textContent ?? "");
    } finally {
      await page.close();
    }
  }

  /** A link to a payload. */
  async function shared(name: string, data: unknown = payload, namespace = "stashes") {
    const stash = await kstash.create(name, data, { namespace });
    return { digest: stash.digest, link: await stash.share({ ttlSec: 60 }) };
  }

  describe.each(["vite", "esbuild"] as const)("built by %s", (bundler) => {
    test("shows the data in an inline address", async () => {
      const data = encodeURIComponent(Buffer.from(cbor.encode(payload)).toString("base64"));
      const digest = createHash("md5").update(cbor.encode(payload)).digest("hex");
      expect(await show(bundler, `inline://stashes/context?data=${data}`)).toBe(
        `stashes context ${digest} ${told}`,
      );
    });

    test("shows the data of a shared link, and whose it is", async () => {
      const { digest, link } = await shared("reports/ü");
      expect(await show(bundler, link)).toBe(`stashes reports/ü ${digest} ${told}`);
    });

    test("refuses a body that was changed", async () => {
      const { link } = await shared("changed");
      store.faults.next({ method: "GET", body: wrongBody });
      expect(await show(bundler, link)).toMatch(
        /^STASH_CORRUPTED: the stash at https:\/\/127\.0\.0\.1:\d+\/stashes\/changed\.[0-9a-f]{32}\?… is not what was stored/,
      );
    });

    test("says that a link has expired", async () => {
      const { link } = await shared("late");
      now += 120_000;
      expect(await show(bundler, link)).toMatch(/^STASH_NOT_FOUND: share link expired: https:/);
      now = 0;
    });

    test("streams a large body, and asks for the rest of one that breaks off", async () => {
      const { link } = await shared("large", new Uint8Array(large));
      const fault = { method: "GET", body: cutAfter(2 * 1024 * 1024) };
      store.faults.next(fault);
      store.requests.length = 0;
      const sha256 = createHash("sha256").update(large).digest("hex");
      expect(await show(bundler, link, "stream")).toBe(`stashes large bytes(${sha256})`);
      expect(store.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
        "GET 200",
        "OPTIONS 200",
        "GET 206",
      ]);
    });

    test("says what the CORS rule lacks, where there is none or it hides the headers", async () => {
      // What the errors say to set is what the README says.
      const exposed = `"ExposeHeaders": ${JSON.stringify(readmeRule("").ExposeHeaders)}`;
      const { link } = await shared("context", payload, "closed");
      const none = await show(bundler, link);
      expect(none).toMatch(
        /^BACKEND_REMOTE_ERROR: .*\(TypeError: Failed to fetch\).* has to allow GET from the origin http:\/\/127\.0\.0\.1:\d+/,
      );
      expect(none).toContain(exposed);
      const { link: other } = await shared("context", payload, "hiding");
      const hidden = await show(bundler, other);
      expect(hidden).toMatch(/^BACKEND_REMOTE_ERROR: .* hides the headers of its answer/);
      expect(hidden).toContain(exposed);
    });

    test("follows no redirect, and keeps the reader's rules", async () => {
      const { link } = await shared("moved");
      store.faults.next({ method: "GET", answer: { status: 307, code: "TemporaryRedirect" } });
      expect(await show(bundler, link)).toMatch(
        /it answered with a redirect, which is not followed/,
      );
      expect(await show(bundler, link.replace("127.0.0.1", "169.254.169.254"))).toMatch(
        /^INVALID_ADDRESS: .* \(link-local\)/,
      );
    });
  });

  test("agrees with every vector of the wire format", async () => {
    const page = await browser.newPage();
    await page.goto(`${pages.origin}/esbuild/vectors.html`);
    await page.waitForFunction("globalThis.report");
    const report = (await page.evaluate("report")) as { asked: number; failures: string[] };
    expect(report.failures).toEqual([]);
    expect(report.asked).toBeGreaterThan(1000);
  });
});
