import { IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { S3Server } from "@kstash/s3-server";

/** The keys of the second user, of a server that was started with `limitedUser`. */
export const limitedCredentials = {
  accessKeyId: "AKIDLIMITEDLIMITEDLI",
  secretAccessKey: "limited/secret+of=no/account/at+all=lim",
};

/** Gives the second user this policy and no other (`PutUserPolicy`, IAM API). */
export async function setPolicy(
  { endpoint, region, credentials }: Pick<S3Server, "endpoint" | "region" | "credentials">,
  policy: object,
): Promise<void> {
  const client = new IAMClient({ endpoint, region, credentials });
  const PolicyDocument = JSON.stringify(policy);
  await client.send(
    new PutUserPolicyCommand({ UserName: "limited", PolicyName: "policy", PolicyDocument }),
  );
  client.destroy();
}
