import type { GetObjectCommand, GetObjectCommandInput } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { changeRequest } from "./request.js";
import type { Sdk } from "./sdk.js";

/**
 * GetObject of an address, without the SDK's own check of the body: core compares the digest, and a
 * second checksum would cost as much again. A signed link is spared a header that not every store
 * outside AWS knows.
 */
export function getCommand(
  sdk: Sdk,
  { namespace, key }: Address,
  selection: Pick<GetObjectCommandInput, "Range" | "IfMatch"> = {},
): GetObjectCommand {
  const command = new sdk.GetObjectCommand({ ...selection, Bucket: namespace, Key: key });
  changeRequest(command, "low", ({ headers }, input) => {
    delete headers["x-amz-checksum-mode"];
    delete input.ChecksumMode;
  });
  return command;
}
