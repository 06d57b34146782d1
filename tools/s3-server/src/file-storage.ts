import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, linkSync, rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import type { Content, Storage } from "./content.js";

/** Keeps each content in a file of its own in `root`: for bodies that memory should not hold. */
export async function fileStorage(root: string): Promise<Storage> {
  await mkdir(root, { recursive: true });
  return {
    writer() {
      const path = join(root, randomUUID());
      const stream = createWriteStream(path, { flags: "wx" });
      const closed = once(stream, "close");
      closed.catch(() => {}); // told to whoever writes next, or finishes
      let size = 0;
      return {
        async write(chunk) {
          size += chunk.length;
          if (!stream.write(chunk)) await once(stream, "drain");
        },
        async finish() {
          stream.end();
          await closed;
          return fileContent(root, path, size);
        },
        async abandon() {
          stream.destroy();
          await closed.catch(() => {});
          await rm(path, { force: true });
        },
      };
    },
  };
}

function fileContent(root: string, path: string, size: number): Content {
  return {
    size,
    async *read(start, end) {
      if (start < end) yield* createReadStream(path, { start, end: end - 1 });
    },
    copy() {
      const twin = join(root, randomUUID());
      linkSync(path, twin); // the file goes when the last of its names does
      return fileContent(root, twin, size);
    },
    dispose: () => rmSync(path, { force: true }),
  };
}
