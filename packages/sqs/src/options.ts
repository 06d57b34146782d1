import type { Config, ConfigOptions, Kstash } from "@kstash/core";
import type { FieldPattern } from "@kstash/messages";

/** What it takes to read messages. */
export interface ReadOptions {
  readonly kstash: Pick<Kstash, "create" | "retrieve" | "remove">;
  /** Passed to every operation of `kstash`. `maxPayloadBytes` holds for AWS's format as well. Default: the kstash's own. */
  readonly config?: Config | ConfigOptions | undefined;
  /** Reads, and with `format: "aws"` writes, what AWS's own extended clients do. */
  readonly aws?: AwsOptions | undefined;
}

/** Everything about AWS's pointer format. */
export interface AwsOptions {
  /**
   * The buckets that messages may point to: the reader's choice, never the sender's. Default: none, so
   * that such a message is refused.
   */
  readonly buckets?: readonly string[] | undefined;
  /** An `S3Client` of the AWS SDK. Default: `new S3Client({})`, made when it is first needed. */
  readonly s3Client?: S3Sender | undefined;
  /** What the keys of new objects start with: `"orders/"`. Default: nothing. */
  readonly keyPrefix?: string | undefined;
}

/** The part of the AWS SDK's `S3Client` that is used. */
export interface S3Sender {
  send(command: never): Promise<unknown>;
}

/** How a client sends and receives large messages. */
export interface KstashOptions extends ReadOptions {
  /** Where bodies are kept, on S3 the bucket. Default `"default"`; required with `format: "aws"`. */
  readonly namespace?: string | undefined;
  /**
   * The name of the stashes, or a function that names each. Equal bodies of one name share one stash.
   * Default `"message"`.
   */
  readonly name?: string | (() => string) | undefined;
  /**
   * What the service takes, in bytes: of a message with its attributes, and of a batch as a whole.
   * Default: 1,048,576 for SQS, 262,144 for SNS, whose topics can be set to take 1,048,576 as well.
   */
  readonly maxBytes?: number | undefined;
  /** Messages that are larger than this, in bytes, are offloaded; 0: all of them. Default: `maxBytes`. */
  readonly overBytes?: number | undefined;
  /**
   * For bodies that are JSON: which fields are offloaded first, as in `@kstash/messages`; then the
   * largest others, and the whole body only where that is not enough. `[]`: the largest. The JSON comes
   * back equal, though not to the letter, and a body that is not what `JSON.stringify` writes goes out as
   * a whole. Default: every body as a whole, which comes back to the letter.
   */
  readonly fields?: readonly FieldPattern[] | undefined;
  /** What is written; both are read. Default `"kstash"`. */
  readonly format?: "kstash" | "aws" | undefined;
  /**
   * Whether deleting a message removes what it refers to, once the service has confirmed the deletion.
   * Only for a consumer that owns it alone: neither a second queue nor an equal message may refer to
   * it. Default: false.
   */
  readonly release?: boolean | undefined;
  /**
   * Told about each received message that could not be read, as it came from the queue: it is left out
   * of the answer, stays in the queue, and is visible again after the visibility timeout. Told as well,
   * without a message, about a stash that could not be released. What it throws, the call throws.
   * Default: a warning of the process (`process.emitWarning`).
   */
  readonly onError?: ((error: Error, message?: ReceivedMessage) => unknown) | undefined;
}

/** A message of SQS, as the SDK's `Message` has it. */
export interface ReceivedMessage {
  readonly MessageId?: string | undefined;
  readonly ReceiptHandle?: string | undefined;
  readonly Body?: string | undefined;
  readonly Attributes?: Readonly<Record<string, string>> | undefined;
  readonly MessageAttributes?: Readonly<Record<string, object>> | undefined;
}
