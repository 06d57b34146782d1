import { InvalidData } from "./errors.js";
import type { StandardIssue, StandardSchema } from "./standard-schema.js";

/**
 * The data as the schema has it.
 *
 * @throws {InvalidData} with the paths of what was refused, and the validator's own words in
 *   `issues`: those may quote the data, so no message and no log shows them by itself
 */
export async function validate(
  data: unknown,
  schema: StandardSchema,
  address: string,
): Promise<unknown> {
  const result = await schema["~standard"].validate(data);
  if (!result.issues) return result.value;
  const paths = result.issues.map(pathOf);
  const error = new InvalidData(
    `the data at ${address} does not match the schema (${schema["~standard"].vendor}): see ${[...new Set(paths)].join(", ")}; what the validator says is in error.issues`,
    { path: paths[0] ?? "data" },
  );
  Object.defineProperty(error, "issues", { value: result.issues, enumerable: false });
  throw error;
}

function pathOf({ path = [] }: StandardIssue): string {
  const keys = path.map((part) => (typeof part === "object" ? part.key : part));
  return keys.reduce<string>((text, key) => text + step(key), "data");
}

function step(key: PropertyKey): string {
  if (typeof key === "number") return `[${key}]`;
  const name = String(key);
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
