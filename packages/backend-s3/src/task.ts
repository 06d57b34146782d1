/** What was asked of S3: what the messages of errors are made of. */
export interface Task {
  readonly verb: "store" | "read" | "share" | "remove";
  /** The address, fit for messages. */
  readonly subject: string;
  readonly bucket: string;
}

/** What AWS calls the permission (IAM action) for it. */
export const PERMISSION: Readonly<Record<Task["verb"], string>> = {
  store: "s3:PutObject",
  read: "s3:GetObject",
  share: "s3:GetObject",
  remove: "s3:GetObject and s3:DeleteObject",
};
