/** What is read or written between two looks at the signal, in bytes. */
export const CHUNK_BYTES = 8 * 1024 * 1024;
