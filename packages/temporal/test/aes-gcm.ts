import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Payload, PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";

const { Payload: Message } = proto.temporal.api.common.v1;

/** Encrypts payloads, metadata included, with AES-256-GCM and a random nonce each. */
export function aesGcm(key = randomBytes(32)): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, key)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, key)),
  };
}

function encrypt(payload: Payload, key: Uint8Array): Payload {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const secret = Buffer.concat([cipher.update(Message.encode(payload).finish()), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from("binary/encrypted") },
    data: Buffer.concat([nonce, cipher.getAuthTag(), secret]),
  };
}

function decrypt({ data }: Payload, key: Uint8Array): Payload {
  const bytes = data ?? new Uint8Array();
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  return Message.decode(plain);
}
