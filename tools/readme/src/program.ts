import ts from "typescript";

/** A block as a program whose prints can be told apart, and what its comments say they print. */
export interface Program {
  /** JavaScript: each `console.log` is `print(n)`, n counting them in the block's order. */
  readonly code: string;
  /** By n: the comment behind the statement, `…` standing for anything; undefined where none is. */
  readonly expected: readonly (string | undefined)[];
}

export function programOf(source: string): Program {
  const file = ts.createSourceFile("block.mts", source, ts.ScriptTarget.Latest, true);
  const expected: (string | undefined)[] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  visit(file, (call, statementEnd) => {
    edits.push({
      start: call.expression.getStart(),
      end: call.expression.getEnd(),
      text: `print(${expected.length})`,
    });
    expected.push(commentBehind(source, statementEnd));
  });
  const edited = edits.reduceRight(
    (text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end),
    source,
  );
  const { outputText } = ts.transpileModule(edited, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return { code: outputText, expected };
}

function visit(
  node: ts.Node,
  found: (call: ts.CallExpression, statementEnd: number) => void,
): void {
  if (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    node.expression.expression.getText() === "console.log"
  ) {
    found(node.expression, node.getEnd());
  }
  ts.forEachChild(node, (child) => visit(child, found));
}

/** The comment on the statement's last line, with the lines below it that are comments alone. */
function commentBehind(source: string, end: number): string | undefined {
  const [first = "", ...below] = source.slice(end).split("\n");
  const comment = /^\s*\/\/ ?(.*)$/.exec(first)?.[1];
  const lines = comment === undefined ? [] : [comment];
  for (const line of below) {
    const more = /^\s*\/\/ ?(.*)$/.exec(line)?.[1];
    if (more === undefined) break;
    lines.push(more);
  }
  return lines.length > 0 ? lines.join("\n").trimEnd() : undefined;
}

/** Whether a print is what the comment says, `…` standing for anything. */
export function matches(expected: string, printed: string): boolean {
  const pieces = expected.split("…").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pieces.join("[^]*?")}$`).test(printed);
}
