import { existsSync } from "node:fs";
import { Agent } from "node:https";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe } from "@jest/globals";
import { http, https } from "@kstash/backend-https";
import { inline } from "@kstash/backend-inline";
import { s3 } from "@kstash/backend-s3";
import { startCeph } from "@kstash/ceph";
import { type Codec, type ConfigOptions, createKstash, type Kstash } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { type Peer, startPeer } from "../src/index.js";

// Made before all tests, by src/global-setup.ts.
const python = process.env["KSTASH_TEST_PYTHON"];

/** As `describe`; skipped, loudly, where there is no Python. */
export const describePython = python ? describe : describe.skip;

/** What both the repo's server and Ceph are. */
export type Server = Pick<S3Server, "endpoint" | "ca" | "credentials" | "region" | "close"> &
  Partial<Pick<S3Server, "requests">>;

const cephIsInstalled = (process.env["PATH"] ?? "")
  .split(delimiter)
  .some((folder) => existsSync(join(folder, "radosgw")));

/** Where both editions meet. */
export interface Meeting {
  readonly title: string;
  readonly isTls: boolean;
  start(buckets: readonly string[]): Promise<Server>;
  /** What boto3 has to be told besides. */
  readonly env?: NodeJS.ProcessEnv;
}

export const own: Meeting = {
  title: "the repo's server over TLS",
  isTls: true,
  start: (buckets) => startS3Server({ tls: true, buckets }),
};

const ceph: Meeting = {
  title: "Ceph over TLS",
  isTls: true,
  start: (buckets) => startCeph({ tls: true, buckets }),
  // The gateway refuses bodies with a trailer, which boto3 would send.
  env: { AWS_REQUEST_CHECKSUM_CALCULATION: "when_required" },
};

export const servers: readonly Meeting[] = [
  own,
  { title: "the repo's server", isTls: false, start: (buckets) => startS3Server({ buckets }) },
  ...(cephIsInstalled ? [ceph] : []),
];

/** A Python process without a server, for the tests of one `describe`. */
export function peer(): { readonly call: Peer["call"] } {
  let process: Peer;
  beforeAll(() => {
    process = startPeer(python!);
  });
  afterAll(() => process.close());
  return { call: (name, args) => process.call(name, args) };
}

/** A server, and a Python process set up for it, for the tests of one `describe`. */
export interface Stage {
  readonly server: Server;
  readonly call: Peer["call"];
  /** This edition on the same server. It stores on S3, and reads inline addresses and links too. */
  kstash(codecs: readonly Codec[], config?: ConfigOptions): Kstash;
}

export function stage({ start, env }: Meeting): Stage {
  let server: Server;
  let process: Peer;
  beforeAll(async () => {
    server = await start(["stashes"]);
    process = startPeer(python!, server, env);
  });
  afterAll(async () => {
    await process.close();
    await server.close();
  });
  return {
    get server() {
      return server;
    },
    call: (name, args) => process.call(name, args),
    kstash: (codecs, config) => {
      const { endpoint, region, credentials, ca } = server;
      const requestHandler = ca === undefined ? {} : { httpsAgent: new Agent({ ca }) };
      const clientConfig = { endpoint, region, credentials, forcePathStyle: true, requestHandler };
      const ports = [Number(new URL(endpoint).port)];
      const links = ca === undefined ? http({ ports }) : https({ allowPrivate: true, ports, ca });
      const { put: _, ...reading } = inline();
      const backends = [reading, s3({ clientConfig }), links];
      return createKstash({ codecs, config: { backends, ...config } });
    },
  };
}
