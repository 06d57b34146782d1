const MAX_QUOTED = 120;

/**
 * An address fit for messages and logs: without its query, which is the payload itself in an inline
 * address and a live credential in a signed link.
 */
export function redact(address: unknown): string {
  if (typeof address !== "string") return typeof address;
  const query = address.indexOf("?");
  return clip(query < 0 ? address : `${address.slice(0, query)}?…`);
}

/** Any text that may hold addresses, each of them redacted. */
export function redactAll(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?]*)\?[^\s"'<>]*/gi, "$1?…");
}

/** A caller's text, quoted for a message; long ones clipped. */
export function quote(text: unknown): string {
  return typeof text === "string" ? JSON.stringify(clip(text)) : String(typeof text);
}

function clip(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
