/** What a backend is called in each place that names it. */
export interface BackendName {
  /** The scheme of its addresses, and what a Config lists: `google-drive`. */
  readonly name: string;
  /** The function that makes it: `googleDrive`. */
  readonly factory: string;
}

// Of a scheme (RFC 3986 section 3.1) what a package's name can hold as well.
const NAME = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const TAKEN = ["inline", "mem", "file", "s3", "https", "http"];
// ECMA-262 section 12.7.2, and what strict code and modules reserve besides.
const RESERVED = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends " +
    "false finally for function if implements import in instanceof interface let new null package " +
    "private protected public return static super switch this throw true try typeof var void while " +
    "with yield arguments eval"
  ).split(" "),
);

/** @throws {Error} for what cannot be a backend's name, saying what can */
export function backendName(text: string): BackendName {
  if (!NAME.test(text)) {
    throw new Error(
      `"${text}" cannot be a backend's name: it is the scheme of its addresses and the end of its package's name, so lowercase letters and digits, in parts joined by "-" or "."`,
    );
  }
  if (TAKEN.includes(text)) {
    throw new Error(
      `"${text}" is a backend of kstash itself (${TAKEN.join(", ")}): choose another`,
    );
  }
  const camel = text.replace(/[.-]([a-z0-9])/g, (_, first: string) => first.toUpperCase());
  return { name: text, factory: RESERVED.has(camel) ? `${camel}Backend` : camel };
}
