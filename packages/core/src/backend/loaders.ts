import { InvalidConfig, UnsupportedBackend } from "../errors.js";
import type { Await, Backend } from "./backend.js";

/** What a name in `Config.backends` stands for: one dynamic import each, as a rule. */
export type Loaders = Readonly<Record<string, () => Await<Backend>>>;

/**
 * Loads the backend that an entry of `Config.backends` stands for; an instance stands for itself.
 *
 * @throws {UnsupportedBackend} for a name without a loader, and for a load that failed
 */
export type LoadBackend = (entry: string | Backend) => Await<Backend>;

/** Each loader runs once, when first needed; a load that failed is forgotten, so the next call tries again. */
export function backendLoader(loaders: Loaders): LoadBackend {
  const loading = new Map<string, Promise<Backend>>();
  return (entry) => {
    if (typeof entry !== "string") return entry;
    const found = loading.get(entry);
    if (found) return found;
    const loader = Object.hasOwn(loaders, entry) ? loaders[entry] : undefined;
    if (!loader) throw unknown(entry, Object.keys(loaders));
    const backend = run(entry, loader);
    loading.set(entry, backend);
    backend.catch(() => loading.delete(entry));
    return backend;
  };
}

async function run(name: string, loader: () => Await<Backend>): Promise<Backend> {
  let backend: Backend;
  try {
    backend = await loader();
  } catch (cause) {
    throw new UnsupportedBackend(`backend "${name}" could not be loaded: ${remedy(cause)}`, {
      cause,
    });
  }
  if (backend?.name === name) return backend;
  throw new InvalidConfig(
    `the loader "${name}" gave a backend with another name (${JSON.stringify(backend?.name)}): a backend's name is its scheme`,
  );
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
