import { UnsupportedBackend } from "@kstash/core";

/**
 * Loads a package that a backend needs.
 *
 * @throws {UnsupportedBackend} that says what to install, with the reason as its cause
 */
export async function loadFor<T>(
  backend: string,
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new UnsupportedBackend(
      `backend "${backend}" needs ${name}, which could not be loaded: npm install ${name}`,
      { cause },
    );
  }
}
