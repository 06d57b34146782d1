import { formatPath } from "../codec-kit/path.js";
import { InvalidData } from "../errors.js";
import { clip } from "../address/redact.js";
import type { StandardIssue, StandardSchema } from "./standard-schema.js";

// Whoever wrote the data chose how much of it is wrong, and the names of its keys.
const MAX_PATHS = 10;
const MAX_LENGTH = 1000;

/**
 * The data as the schema has it.
 *
 * @param subject what the data is, for messages: `"the message"`
 * @throws {InvalidData} with the paths of what was refused, and the validator's own words in
 *   `issues`: those may quote the data, so no message and no log shows them by itself
 */
export async function validate(
  data: unknown,
  schema: StandardSchema,
  subject: string,
): Promise<unknown> {
  const result = await schema["~standard"].validate(data);
  if (!result.issues) return result.value;
  const paths = [...new Set(result.issues.slice(0, MAX_PATHS).map(pathOf))];
  const places = clip(paths.join(", "), MAX_LENGTH);
  const more = result.issues.length > MAX_PATHS ? " and others" : "";
  const error = new InvalidData(
    `${subject} does not match the schema (${schema["~standard"].vendor}): see ${places}${more}; what the validator says is in error.issues`,
    { path: paths[0] ?? "data" },
  );
  Object.defineProperty(error, "issues", { value: result.issues, enumerable: false });
  throw error;
}

function pathOf({ path = [] }: StandardIssue): string {
  const keys = path.map((part) => (typeof part === "object" ? part.key : part));
  return formatPath(keys.map((key) => (typeof key === "number" ? key : String(key))));
}
