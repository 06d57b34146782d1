import { InvalidData, isKstashError, type KstashError, redact } from "@kstash/core";
import { formatPath, type Path } from "@kstash/core/codec-kit";
import { fieldName } from "./fields.js";

type Kind = new (message: string, options: ErrorOptions & { path?: string }) => KstashError;

/** An error of kstash as one of the same kind that names the field; any other as it is. */
export function inField(error: unknown, path: Path): unknown {
  if (!isKstashError(error)) return error;
  const field = path.length === 0 ? "the whole message" : `field "${redact(fieldName(path))}"`;
  return new (error.constructor as Kind)(`${field}: ${error.message}`, {
    cause: error,
    // Where in the message, not where in the field.
    ...(InvalidData.isInstance(error) && {
      path: formatPath(path) + error.path.slice("data".length),
    }),
  });
}
