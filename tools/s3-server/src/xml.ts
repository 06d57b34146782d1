/** The content of an element: text, or elements in order (names may repeat). */
export type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent];

/** An XML document with S3's namespace on its root, or without one (S3's errors have none). */
export function xmlDocument(root: string, content: XmlContent, namespaced = true): string {
  const attribute = namespaced ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

/** The texts of every element of this name, at any depth: enough for the bodies that S3 takes. */
export function xmlTexts(document: string, name: string): string[] {
  const element = new RegExp(`<${name}(?:\\s[^>]*)?>([^]*?)</${name}>`, "g");
  return [...document.matchAll(element)].map((match) => match[1] ?? "");
}

/** The text of the first element of this name, its entities resolved. */
export function xmlText(document: string, name: string): string | undefined {
  const text = xmlTexts(document, name)[0];
  return text === undefined ? undefined : unescape(text).trim();
}

function inner(content: XmlContent): string {
  if (typeof content !== "object") return escape(String(content));
  return content.map(([name, child]) => `<${name}>${inner(child)}</${name}>`).join("");
}

// Control characters too: a key may hold them, and a parser would refuse or change them.
function escape(text: string): string {
  return text.replace(
    /[&<>"\u0000-\u001f\u007f]/g,
    (char) => `&#x${char.charCodeAt(0).toString(16)};`,
  );
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}
