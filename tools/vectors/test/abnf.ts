// ABNF (RFC 5234, and the case-sensitive strings of RFC 7405) without recursion, as regular expressions.

const CORE: Readonly<Record<string, string>> = {
  ALPHA: "[A-Za-z]",
  DIGIT: "[0-9]",
  HEXDIG: "[0-9A-Fa-f]",
};

const TOKEN =
  /\s*(%s"[^"]*"|"[^"]*"|%x[0-9A-F]+(?:-[0-9A-F]+)?|[0-9]*\*[0-9]*|[0-9]+|[A-Za-z][A-Za-z0-9-]*|[()[\]/])/y;

/** Reads a grammar; what it gives says whether a text as a whole is what a rule describes. */
export function grammar(abnf: string): (rule: string, text: string) => boolean {
  const rules = new Map<string, string>();
  const definitions = abnf
    .replace(/("[^"]*")|;.*$/gm, (_, quoted: string | undefined) => quoted ?? "")
    .split(/^(?=[A-Za-z])/m);
  for (const definition of definitions.filter((text) => text.trim() !== "")) {
    const [, name, elements] = /^([\w-]+) +=([^]*)$/.exec(definition) ?? [];
    if (name === undefined || rules.has(name)) throw new Error(`no rule, or twice: ${definition}`);
    rules.set(name, elements!);
  }
  const expressions = new Map<string, RegExp>();
  return (rule, text) => {
    const known = expressions.get(rule);
    const expression = known ?? new RegExp(`^${sourceOf(rule, rules)}$`, "u");
    expressions.set(rule, expression);
    return expression.test(text);
  };
}

function sourceOf(rule: string, rules: ReadonlyMap<string, string>): string {
  if (CORE[rule] !== undefined) return CORE[rule];
  const elements = rules.get(rule);
  if (elements === undefined) throw new Error(`there is no rule ${rule}`);
  const tokens = tokensOf(elements);
  const source = alternation();
  if (tokens.length > 0) throw new Error(`the rule ${rule} goes on after its end: ${tokens[0]}`);
  return source;

  function alternation(): string {
    const all = [concatenation()];
    while (tokens[0] === "/") {
      tokens.shift();
      all.push(concatenation());
    }
    return `(?:${all.join("|")})`;
  }

  function concatenation(): string {
    let all = "";
    while (tokens.length > 0 && !"/)]".includes(tokens[0]!)) all += repetition();
    return all;
  }

  function repetition(): string {
    const [, least, most] = /^(\d*)\*(\d*)$/.exec(tokens[0]!) ?? [];
    if (least !== undefined) {
      tokens.shift();
      return `${element()}{${least || 0},${most}}`;
    }
    return /^\d+$/.test(tokens[0]!) ? times(tokens.shift()!) : element();
  }

  function times(count: string): string {
    return `${element()}{${count}}`;
  }

  function element(): string {
    const token = tokens.shift()!;
    if (token === "(" || token === "[") {
      const group = alternation();
      tokens.shift();
      return token === "(" ? group : `${group}?`;
    }
    if (token.startsWith("%x")) return range(token.slice(2));
    if (token.startsWith("%s")) return `(?:${literal(token.slice(3, -1))})`;
    if (token.startsWith('"')) return `(?:${anyCase(token.slice(1, -1))})`;
    return sourceOf(token, rules);
  }
}

function tokensOf(elements: string): string[] {
  const text = elements.trim();
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`no ABNF: ${text.slice(at, at + 20)}`);
    tokens.push(token);
  }
  return tokens;
}

function range(codes: string): string {
  const [from, to = from] = codes.split("-");
  return `[\\u{${from}}-\\u{${to}}]`;
}

function literal(text: string): string {
  return Array.from(text, (char) => range(char.codePointAt(0)!.toString(16))).join("");
}

function anyCase(text: string): string {
  return Array.from(text, (char) => {
    const cases = new Set([char.toLowerCase(), char.toUpperCase()]);
    return `(?:${[...cases].map(literal).join("|")})`;
  }).join("");
}
