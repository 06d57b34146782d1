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

/**
 * The first policy that a page shows.
 *
 * @param page relative to the repo's own folder
 */
export function documentedPolicy(page: string): Policy {
  const blocks = blocksOf(join(root, page)).filter(({ info }) => info[0] === "json");
  const policy = blocks
    .map(({ code }) => JSON.parse(code) as object)
    .find((value) => "Statement" in value);
  if (!policy) throw new Error(`${page} has no policy`);
  return policy as Policy;
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
