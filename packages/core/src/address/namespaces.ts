import { InvalidAddress } from "../errors.js";

/**
 * Whoever sends an address chooses its namespace: `Config.namespaces` says which ones may be used.
 *
 * @param allowed names, in which `*` stands for any characters; `undefined` allows every namespace
 * @throws {InvalidAddress} before anything is asked of a backend
 */
export function checkAllowed(namespace: string, allowed: readonly string[] | undefined): void {
  if (!allowed || allowed.some((pattern) => matches(pattern, namespace))) return;
  throw new InvalidAddress(
    `namespace "${namespace}" is not one of those that Config.namespaces allows: ${allowed.join(", ")}`,
  );
}

function matches(pattern: string, namespace: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return pattern === namespace;
  if (!namespace.startsWith(head) || !namespace.endsWith(tail)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = namespace.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= namespace.length - tail.length;
}
