// The first bytes of the MessagePack specification's formats, by its names.
export const FIXMAP = 0x80;
export const FIXARRAY = 0x90;
export const FIXSTR = 0xa0;
export const NIL = 0xc0;
export const FALSE = 0xc2;
export const TRUE = 0xc3;
export const BIN8 = 0xc4;
export const BIN16 = 0xc5;
export const BIN32 = 0xc6;
export const FLOAT32 = 0xca;
export const UINT64 = 0xcf;
export const INT64 = 0xd3;
export const STR8 = 0xd9;
export const STR32 = 0xdb;
export const ARRAY16 = 0xdc;
export const MAP16 = 0xde;
export const NEGATIVE_FIXINT = 0xe0;
