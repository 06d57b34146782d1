import { Config, InvalidConfig } from "@kstash/core";
import type { FieldPattern } from "@kstash/messages";
import { type S3, s3Connector } from "./aws/s3-client.js";
import type { KstashOptions, ReadOptions, ReceivedMessage } from "./options.js";
import { warnUnread, warnUnreleased } from "./warnings.js";

/** `AwsOptions`, with every default filled in. */
export interface AwsSettings {
  readonly buckets: readonly string[];
  readonly keyPrefix: string;
  readonly maxPayloadBytes: number;
  connect(): Promise<S3>;
}

/** `ReadOptions`, with every default filled in. */
export interface ReadSettings extends Pick<ReadOptions, "kstash" | "config"> {
  readonly aws: AwsSettings;
}

/** `KstashOptions`, with every default filled in but those that differ between SQS and SNS. */
export interface Settings extends ReadSettings {
  readonly namespace: string;
  readonly name: () => string;
  readonly maxBytes: number | undefined;
  readonly overBytes: number | undefined;
  readonly fields: readonly FieldPattern[] | undefined;
  readonly format: "kstash" | "aws";
  readonly release: boolean;
  readonly onError: (error: Error, message?: ReceivedMessage) => unknown;
}

/** {@link Settings}, with the limits of the service that is called. */
export interface SendSettings extends Settings {
  readonly maxBytes: number;
  readonly overBytes: number;
}

/** @throws {InvalidConfig} naming the option and the rule that it breaks */
export function readSettings({ kstash, config, aws = {} }: ReadOptions): ReadSettings {
  if (typeof kstash?.retrieve !== "function") {
    throw broken("kstash", "must be a kstash: createKstash(…), or all of the package kstash");
  }
  const { buckets = [], s3Client, keyPrefix = "" } = aws;
  if (!Array.isArray(buckets)) throw broken("aws.buckets", "must be a list of bucket names");
  const { maxPayloadBytes } = config instanceof Config ? config : new Config(config);
  return {
    kstash,
    config,
    aws: { buckets, keyPrefix, maxPayloadBytes, connect: s3Connector(s3Client) },
  };
}

/** @throws {InvalidConfig} naming the option and the rule that it breaks */
export function settingsOf(options: KstashOptions): Settings {
  const { namespace, name = "message", maxBytes, overBytes, fields, format = "kstash" } = options;
  if (format !== "kstash" && format !== "aws") throw broken("format", 'must be "kstash" or "aws"');
  if (format === "aws" && namespace === undefined) {
    throw broken("namespace", 'must name the bucket that format: "aws" writes to');
  }
  if (format === "aws" && fields) throw broken("fields", 'must be left out with format: "aws"');
  checkBytes("maxBytes", maxBytes, 1);
  checkBytes("overBytes", overBytes, 0);
  return {
    ...readSettings(options),
    namespace: namespace ?? "default",
    name: typeof name === "function" ? name : () => name,
    maxBytes,
    overBytes,
    fields,
    format,
    release: options.release ?? false,
    onError: options.onError ?? warn,
  };
}

function warn(error: Error, message?: ReceivedMessage): void {
  if (message) warnUnread(error, message.MessageId);
  else warnUnreleased(error);
}

function checkBytes(option: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw broken(option, `must be a whole number of bytes, ${least} at least`);
}

function broken(option: string, rule: string): InvalidConfig {
  return new InvalidConfig(`invalid option (${option}): ${rule}`);
}
