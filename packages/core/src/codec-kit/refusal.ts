import { InvalidData } from "../errors.js";
import { MAX_DEPTH, MAX_ITEMS, MAX_KEYS } from "./limits.js";
import { formatPath, type Path } from "./path.js";

/** An error that says where in the data something stands, what it is and what to do; never its value. */
export function refusal(path: Path, what: string, cause?: unknown): InvalidData {
  const at = formatPath(path);
  return new InvalidData(`${at} ${what}`, { path: at, ...(cause !== undefined && { cause }) });
}

export const CYCLE =
  "is a cycle: it contains itself and would have no end, so refer to it by a name or an id";

export const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} arrays and objects: flatten it`;

export const TOO_MANY_ITEMS = `is an array of more than ${MAX_ITEMS} items: split it`;

export const TOO_MANY_KEYS = `is an object of more than ${MAX_KEYS} keys: split it`;

export const TOO_DENSE =
  "is one of so many tiny values that reading them would take over 16 times the memory of the payload: join them";

export const INVALID_DATE = "is an invalid Date: check it before, or pass null";

export const DETACHED =
  "is bytes whose ArrayBuffer was transferred away: pass a copy made before that";

export const RESIZED = "holds bytes whose length changed while they were read: pass a copy";

export const HOLE = "is a hole in an array: fill it, with null or undefined for instance";

export const EXTRA_PROPERTIES =
  "is an array with properties beside its items: move them to an object around it";

export const SYMBOL_KEY =
  "has a symbol as a key: only string keys are stored, so rename or remove it";

export const LONE_SURROGATE =
  "holds a lone surrogate, which UTF-8 cannot carry: mend it with toWellFormed(), or pass bytes";

export const KEY_SURROGATE =
  "has a key with a lone surrogate, which UTF-8 cannot carry: mend the key with toWellFormed()";

export const KEY_PROTO = "is a key named __proto__, which may change what programs see: rename it";
