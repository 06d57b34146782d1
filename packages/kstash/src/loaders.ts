import type { Backend, Loaders } from "@kstash/core";
import { dataFolder } from "./data-folder.js";

/**
 * What the names in `Config.backends` stand for here: one dynamic import each, so that a program
 * loads only the backends that it uses. Spread them to add a name of your own:
 * `createKstash({ codecs: [cbor], loaders: { ...loaders, redis: () => redis({ url }) } })`.
 */
export const loaders = {
  inline: async (): Promise<Backend> => (await import("@kstash/backend-inline")).inline(),
  mem: async (): Promise<Backend> => (await import("@kstash/backend-mem")).mem(),
  file: async (): Promise<Backend> =>
    (await import("@kstash/backend-file")).file({ root: dataFolder() }),
  s3: async (): Promise<Backend> => (await import("@kstash/backend-s3")).s3(),
  https: async (): Promise<Backend> => (await import("@kstash/backend-https")).https(),
  // Not installed with this package: whoever lists one and has not installed it is told to.
  az: async (): Promise<Backend> => optional("@kstash/backend-azure", "azure"),
  gs: async (): Promise<Backend> => optional("@kstash/backend-gcs", "gcs"),
} satisfies Loaders;

/** The name is no literal, so that bundlers do not ask for a package that is not there. */
async function optional(name: string, factory: string): Promise<Backend> {
  const module = (await import(name)) as Readonly<Record<string, () => Backend>>;
  return module[factory]!();
}
