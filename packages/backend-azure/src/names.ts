// "Naming and Referencing Containers, Blobs, and Metadata" (Blob service REST API).
const CONTAINER = /^[a-z0-9](?:-?[a-z0-9]){2,62}$/;
const MAX_NAME_LENGTH = 1024;
const MAX_SEGMENTS = 254;

/** Why no container can have this name; `undefined` if one can. */
export function containerFault(namespace: string): string | undefined {
  if (CONTAINER.test(namespace) && namespace.length <= 63) return undefined;
  return "on Azure a namespace is a container, whose name is 3 to 63 of a-z 0-9 -, begins and ends with a letter or digit, and has no two hyphens in a row";
}

/**
 * The name of the blob for a key. Azure takes a backslash for a slash, and drops a full stop at the end
 * of a segment: these two are written as escapes, and so is the percent sign.
 */
export function blobName(key: string): string {
  return key.replace(
    /[%\\]|\.(?=\/)/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Why no blob can have this key; `undefined` if one can. */
export function keyFault(key: string): string | undefined {
  if (blobName(key).length > MAX_NAME_LENGTH) {
    return `on Azure the name of a blob has at most ${MAX_NAME_LENGTH} characters, with the escapes of % and \\`;
  }
  if (key.split("/").length > MAX_SEGMENTS) {
    return `on Azure the name of a blob has at most ${MAX_SEGMENTS} segments`;
  }
  return undefined;
}
