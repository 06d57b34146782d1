// The major types (RFC 8949 section 3.1): the three high bits of a data item's first byte. Its five low bits
// are the additional information.
export const UNSIGNED = 0;
export const NEGATIVE = 1;
export const BYTES = 2;
export const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;
export const TAG = 6;
