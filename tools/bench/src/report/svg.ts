/** One element of SVG, its text and attributes escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (string | Markup)[]
): Markup {
  const list = Object.entries(attributes).map(
    ([key, value]) =>
      ` ${key}="${escape(typeof value === "number" ? String(round(value)) : value)}"`,
  );
  const content = children.map((child) =>
    typeof child === "string" ? escape(child) : child.markup,
  );
  return { markup: `<${name}${list.join("")}>${content.join("")}</${name}>` };
}

/** Markup that is escaped already. */
export interface Markup {
  readonly markup: string;
}

/** A whole picture, readable on light and dark pages alike. */
export function picture(width: number, height: number, children: readonly Markup[]): string {
  const root = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": "sans-serif",
      "font-size": 12,
    },
    element("rect", { width, height, fill: "#ffffff" }),
    ...children,
  );
  return `${root.markup.replaceAll("><", ">\n<")}\n`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
