// The hosts that are S3 itself; a label before one of them is a bucket. They include S3's own names,
// for a client whose connections are redirected here.
const hosts = ["s3.localhost", "localhost", "s3.us-east-1.amazonaws.com"];

/**
 * The bucket that a Host header names (virtual-hosted style), such as `stashes` of
 * `stashes.s3.localhost:4711`; undefined if the bucket is in the path.
 */
export function bucketOfHost(header: string | undefined): string | undefined {
  const host = (header ?? "").replace(/:\d+$/, "").toLowerCase();
  if (hosts.includes(host)) return undefined;
  const base = hosts.find((base) => host.endsWith(`.${base}`));
  return base && host.slice(0, -base.length - 1);
}
