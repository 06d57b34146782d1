import { ListMultipartUploadsCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { s3, type S3Options } from "@kstash/backend-s3";
import {
  type CephServer,
  installCeph,
  limitedCredentials,
  setPolicy,
  startCeph,
} from "@kstash/ceph";
import * as kstash from "kstash";
import { documentedPolicy, select } from "../src/policy.js";

// The policy of the README, at a server that enforces it: each operation works with its statements, and
// does not with any of their actions left out.
const describeInstalled = installCeph() ? describe : describe.skip;
const policy = documentedPolicy("README.md");
const namespace = "stashes";
const large = Buffer.alloc(17 * 1024 * 1024);

let server: CephServer;
let owner: S3Client;
let broken: S3Client;
/** With the keys of the user whom the policy is for. */
let limited: kstash.Kstash;
/** The same, with `refreshAfterSec`. */
let refreshing: kstash.Kstash;
/** The same, on a connection that breaks at each part of an upload. */
let failing: kstash.Kstash;
/** With the keys of the bucket's owner. */
let all: kstash.Kstash;

describeInstalled("the README's policy", () => {
  beforeAll(async () => {
    server = await startCeph({ buckets: [namespace], limitedUser: true });
    const on = (credentials: CephServer["credentials"]): S3ClientConfig => ({
      endpoint: server.endpoint,
      region: server.region,
      credentials,
      forcePathStyle: true,
    });
    const stashes = (options: S3Options) => {
      const backend = s3({ ...options, parallelAboveBytes: 8 * 1024 * 1024 });
      return kstash.createKstash({ codecs: [kstash.cbor], config: { backends: [backend] } });
    };
    owner = new S3Client(on(server.credentials));
    broken = new S3Client(on(limitedCredentials));
    broken.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === "UploadPartCommand") throw new Error("it broke");
      return next(args);
    });
    all = stashes({ client: owner });
    limited = stashes({ clientConfig: on(limitedCredentials) });
    refreshing = stashes({ clientConfig: on(limitedCredentials), refreshAfterSec: 0.001 });
    failing = stashes({ client: broken });
  }, 60_000);
  afterAll(async () => {
    owner.destroy();
    broken.destroy();
    await server.close();
  });

  test("allows nothing else", async () => {
    await setPolicy(server, select(policy, ["RetrieveAndShare"]));
    await expect(limited.create("a", "b", { namespace })).rejects.toThrow("access is denied");
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual([
      "Create",
      "RetrieveAndShare",
      "Remove",
      "TellWhatIsMissing",
    ]);
  });

  // Each by the owner's stash, as Ceph lets whoever wrote an object read it.
  const operations: Record<string, { sids: string[]; needs: string[]; run: Run }> = {
    create: {
      sids: ["Create"],
      needs: ["s3:PutObject"],
      run: async () => limited.create(unique(), "x", { namespace }),
    },
    "create, of a payload that goes by parts": {
      sids: ["Create"],
      needs: ["s3:PutObject"],
      run: async () => limited.create(unique(), large, { namespace }),
    },
    "create with refreshAfterSec, of a payload that is there": {
      sids: ["Create", "RetrieveAndShare"],
      needs: ["s3:PutObject", "s3:GetObject"],
      run: async ({ name }) => refreshing.create(name, "x", { namespace }),
    },
    retrieve: {
      sids: ["RetrieveAndShare"],
      needs: ["s3:GetObject"],
      run: ({ address }) => limited.retrieve(address),
    },
    share: {
      sids: ["RetrieveAndShare"],
      needs: ["s3:GetObject"],
      async run({ address }) {
        const link = await limited.share(address, { ttlSec: 60 });
        const { status } = await fetch(link);
        if (status !== 200) throw new Error(`access is denied: ${status}`);
      },
    },
    remove: {
      sids: ["Remove"],
      needs: ["s3:GetObject", "s3:DeleteObject"],
      run: async ({ address }) => expect(await limited.remove(address)).toBe(true),
    },
  };
  const cases = Object.entries(operations).flatMap(([title, { sids, needs, run }]) =>
    needs.map((action) => ({ title, sids, action, run })),
  );

  test.each(cases)("$title: with $sids, and not without $action", async ({ sids, action, run }) => {
    const stash = await all.create(unique(), "x", { namespace });
    await setPolicy(server, select(policy, sids, action));
    await expect(run(stash)).rejects.toThrow("access is denied");
    await setPolicy(server, select(policy, sids));
    await run(stash);
  });

  test("an upload that fails leaves no parts behind, but for s3:AbortMultipartUpload", async () => {
    for (const [without, left] of [
      ["s3:AbortMultipartUpload", 1],
      [undefined, 0],
    ] as const) {
      await setPolicy(server, select(policy, ["Create"], without));
      const name = unique();
      await expect(failing.create(name, large, { namespace })).rejects.toThrow("it broke");
      const uploads = await owner.send(new ListMultipartUploadsCommand({ Bucket: namespace }));
      const own = (uploads.Uploads ?? []).filter(({ Key }) => Key?.startsWith(name));
      expect(own).toHaveLength(left);
    }
  });

  test("what is not there is only known to be missing with TellWhatIsMissing", async () => {
    const missing = `s3://${namespace}/none.34472d91b2f84052bf26d4eaa862ef86`;
    const both = ["RetrieveAndShare", "Remove", "TellWhatIsMissing"];
    await setPolicy(server, select(policy, both, "s3:ListBucket"));
    for (const operation of [limited.retrieve(missing), limited.remove(missing)]) {
      const error = await operation.catch((reason: unknown) => reason);
      expect(kstash.BackendRemoteError.isInstance(error)).toBe(true);
      expect(String(error)).toContain("without s3:ListBucket");
    }
    await setPolicy(server, select(policy, both));
    const error = await limited.retrieve(missing).catch((reason: unknown) => reason);
    expect(kstash.StashNotFound.isInstance(error)).toBe(true);
    expect(await limited.remove(missing)).toBe(false);
  });

  test("the policy of a prefix allows that prefix, and no other", async () => {
    await setPolicy(server, documentedPolicy("packages/kstash/docs/permissions.md"));
    await limited.create(`orders/${unique()}`, "x", { namespace });
    const other = limited.create(`order/${unique()}`, "x", { namespace });
    await expect(other).rejects.toThrow("access is denied");
  });
});

type Run = (stash: kstash.Stash) => Promise<unknown>;

let count = 0;
function unique(): string {
  count += 1;
  return `payload-${count}`;
}
