/** What is read or written at once, between two looks at the signal, of bytes that are held anyway. */
export const CHUNK_BYTES = 8 * 1024 * 1024;

/** The same of bytes that are held for no longer than that: small, for there may be many streams. */
export const STREAM_CHUNK_BYTES = 256 * 1024;
