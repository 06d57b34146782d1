/** A message attribute, as both SQS and SNS take it. */
export interface Attribute {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * What message attributes add to a message's size, in bytes: their names, types and values ("Amazon SQS
 * message metadata" in the developer guide). System attributes, such as the trace header, do not count.
 */
export function attributesSize(attributes: Attributes = {}): number {
  let size = 0;
  for (const [name, { DataType = "", StringValue = "", BinaryValue }] of Object.entries(
    attributes,
  )) {
    size += textSize(name) + textSize(DataType) + textSize(StringValue);
    size += BinaryValue?.byteLength ?? 0;
  }
  return size;
}

/** The length of a text in UTF-8, in bytes. */
export function textSize(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
