import { join } from "node:path";
import { blocksOf } from "./blocks.js";
import { root } from "./readmes.js";

/** An IAM policy, as far as the README uses its language. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
}

/** The policy that the repo's README shows. */
export function documentedPolicy(): Policy {
  const blocks = blocksOf(join(root, "README.md")).filter(({ info }) => info[0] === "json");
  const values = blocks.map(({ code }) => JSON.parse(code) as object);
  const policies = values.filter((value) => "Statement" in value);
  if (policies.length !== 1) throw new Error(`the README has ${policies.length} policies`);
  return policies[0] as Policy;
}

/** Only the statements of these names, without one action. */
export function select(policy: Policy, sids: readonly string[], without?: string): Policy {
  const Statement = policy.Statement.filter(({ Sid }) => sids.includes(Sid));
  const left = Statement.map((each) => ({
    ...each,
    Action: each.Action.filter((action) => action !== without),
  }));
  return { ...policy, Statement: left.filter(({ Action }) => Action.length > 0) };
}
