import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { S3Server } from "@kstash/s3-server";
import { caPath } from "@kstash/s3-server";
import type { Json } from "@kstash/vectors";

const script = fileURLToPath(new URL("../peer/peer.py", import.meta.url));

/** What Python raised. */
export class PythonError extends Error {
  /** The name of its class. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(`${type}: ${message}`);
    this.type = type;
  }
}

/** A Python process with the Python edition in it. Data is JSON, with the escapes of the vectors. */
export interface Peer {
  /** Calls one of the functions of peer.py. @throws {PythonError} */
  call(name: string, args?: Readonly<Record<string, unknown>>): Promise<Json>;
  close(): Promise<void>;
}

/**
 * Starts one, its S3 client set up by the environment alone: boto3's own variables.
 *
 * @param env further ones
 */
export function startPeer(
  python: string,
  server?: Pick<S3Server, "endpoint" | "credentials" | "region">,
  env: NodeJS.ProcessEnv = {},
): Peer {
  const child = spawn(python, [script], {
    env: { ...environment(), ...(server ? s3Environment(server) : {}), ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  return {
    call(name, args = {}) {
      const answer = last.then(() => ask(child, answers, name, args));
      last = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      const exited = once(child, "close");
      child.stdin.end();
      await exited;
    },
  };
}

/** Runs a Python program, without a store to reach. @returns what it prints */
export async function runScript(python: string, path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(python, [path], { env: environment() });
  return stdout;
}

async function ask(
  child: ChildProcess,
  answers: AsyncIterator<string>,
  name: string,
  args: object,
): Promise<Json> {
  child.stdin!.write(`${JSON.stringify({ name, args })}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error(`Python ended while it was asked for ${name}: see its standard error`);
  const { result, error } = JSON.parse(value) as Answer;
  if (error) throw new PythonError(error.type, error.message);
  return result;
}

interface Answer {
  readonly result: Json;
  readonly error?: { readonly type: string; readonly message: string };
}

// Nothing of this machine's own account, proxy or Python; and no cache beside peer.py.
function environment(): NodeJS.ProcessEnv {
  const foreign = /^(?:AWS_|PYTHON)|_proxy$/i;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), PYTHONDONTWRITEBYTECODE: "1" };
}

function s3Environment({
  endpoint,
  region,
  credentials,
}: Pick<S3Server, "endpoint" | "credentials" | "region">): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_CA_BUNDLE: caPath,
    REQUESTS_CA_BUNDLE: caPath,
  };
}
