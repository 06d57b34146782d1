import type { Await, Backend } from "./backend.js";
import { InvalidConfig, UnsupportedBackend } from "./errors.js";

/** What a name in `Config.backends` stands for: one dynamic import each, as a rule. */
export type Loaders = Readonly<Record<string, () => Await<Backend>>>;

/** Finds the backends that configs name: each loader runs once, and a load that failed is forgotten. */
export interface Backends {
  /** @throws {UnsupportedBackend} for a name without a loader, and for a load that failed */
  resolve(entry: string | Backend): Await<Backend>;
}

export function backendsFrom(loaders: Loaders): Backends {
  const loaded = new Map<string, Backend>();
  const loading = new Map<string, Promise<Backend>>();

  async function load(name: string, loader: () => Await<Backend>): Promise<Backend> {
    try {
      const backend = await loader();
      if (backend?.name !== name) {
        throw new InvalidConfig(
          `the loader "${name}" gave a backend with another name (${JSON.stringify(backend?.name)}): a backend's name is its scheme`,
        );
      }
      loaded.set(name, backend);
      return backend;
    } catch (cause) {
      if (cause instanceof InvalidConfig) throw cause;
      throw new UnsupportedBackend(`backend "${name}" could not be loaded: ${remedy(cause)}`, {
        cause,
      });
    } finally {
      loading.delete(name);
    }
  }

  return {
    resolve(entry) {
      if (typeof entry !== "string") return entry;
      const found = loaded.get(entry) ?? loading.get(entry);
      if (found) return found;
      const loader = Object.hasOwn(loaders, entry) ? loaders[entry] : undefined;
      if (!loader) throw unknown(entry, Object.keys(loaders));
      const pending = load(entry, loader);
      loading.set(entry, pending);
      return pending;
    },
  };
}

function unknown(name: string, known: string[]): UnsupportedBackend {
  const possible =
    known.length > 0 ? `the names known here are ${known.join(", ")}` : "no names are known here";
  return new UnsupportedBackend(
    `backend "${name}" is listed in Config.backends, but ${possible}: list an instance of it, or give createKstash a loader of that name`,
  );
}

function remedy(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  return missing ? `it is not installed: npm install ${missing}` : message;
}
