/** Data of its own for each name, so many bytes of it. */
export function payloadOf(name: string, bytes: number): { name: string; text: string } {
  return { name, text: `${name} `.repeat(Math.ceil(bytes / (name.length + 1))) };
}
