import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { installed, pathOf } from "./folders.js";

/** Where a client of AWS's finds what it works on. */
export interface PeerPlace {
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  readonly queueUrl: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** AWS's own extended client in another language. */
export interface PeerClient {
  readonly language: string;
  /** Sends a body, with the attribute `kind` = `report`; in the legacy form if it is asked to. */
  send(place: PeerPlace, body: string, legacy?: boolean): Promise<void>;
  /** Receives a message, deletes it and the object it points to, and gives its body. */
  receive(place: PeerPlace): Promise<string>;
}

/** Those that there are. */
export const peerClients: readonly PeerClient[] = [
  peer("Java", ["java", "-cp", `${installed("extended-client/*")}:${installed("peer")}`, "Peer"]),
  peer("Python", [installed("python/bin/python"), pathOf("peers/peer.py")]),
];

function peer(language: string, command: string[]): PeerClient {
  return {
    language,
    async send(place, body, legacy = false) {
      await run(command, place, legacy ? "send-legacy" : "send", body);
    },
    receive: (place) => run(command, place, "receive", ""),
  };
}

async function run(
  [program = "", ...flags]: string[],
  place: PeerPlace,
  action: string,
  input: string,
) {
  const { queueUrl, bucket, credentials } = place;
  const child = spawn(program, [...flags, queueUrl, bucket, action], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      AWS_REGION: place.region,
      AWS_DEFAULT_REGION: place.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: place.sqsEndpoint,
      AWS_ENDPOINT_URL_S3: place.s3Endpoint,
    },
  });
  child.stdin.end(input);
  const [output, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(`${program} ${action} failed:\n${complaint}`);
  return output;
}
