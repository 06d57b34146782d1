import { posix } from "node:path";
import ts from "typescript";

/** Files of one source folder, and what each imports from the others, types included. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** @param sources the text of each file, by its path */
export function importGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  return new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
}

function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => posix.join(posix.dirname(path), fileName).replace(/\.js$/, ".ts"));
}

/** Every import circle, as `a.ts -> b.ts -> a.ts`. */
export function importCircles(graph: ImportGraph): string[] {
  const circles: string[] = [];
  const finished = new Set<string>();

  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) circles.push([...trail.slice(start), file].join(" -> "));
    if (start >= 0 || finished.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...trail, file]);
    finished.add(file);
  }

  for (const file of graph.keys()) visit(file, []);
  return circles;
}

/**
 * Every import of a room above, and every room that is not in the list or only there.
 *
 * @param folder what the rooms are in: `packages/core/src`
 * @param rooms files (`config.ts`) and folders (`codec/`) in it, from the top
 */
export function roomFaults(graph: ImportGraph, folder: string, rooms: readonly string[]): string[] {
  const roomOf = (path: string) => {
    const [first = "", ...rest] = posix.relative(folder, path).split("/");
    return rest.length > 0 ? `${first}/` : first;
  };
  const found = new Set([...graph.keys()].map(roomOf));
  const unlisted = [...found].filter((room) => !rooms.includes(room));
  const missing = rooms.filter((room) => !found.has(room));
  return [
    ...unlisted.map((room) => `${folder}/${room} is not in the list of rooms`),
    ...missing.map((room) => `${folder}/${room} is in the list of rooms, and does not exist`),
    ...[...graph].flatMap(([path, imports]) =>
      imports
        .filter((imported) => rooms.indexOf(roomOf(imported)) < rooms.indexOf(roomOf(path)))
        .map((imported) => `${path} imports ${imported}, which is in a room above it`),
    ),
  ];
}

/** The rooms that CONTRIBUTING.md lists, from the top: the first column of the table below "from the top:". */
export function listedRooms(contributing: string): string[] {
  const table = contributing.split("from the top:\n")[1]?.trimStart().split("\n\n")[0] ?? "";
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, room = ""]) => room);
}
