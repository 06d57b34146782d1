export const UNDEFINED =
  "is undefined, which MessagePack does not have: pass null, or leave it out";

export const DATE =
  "is a Date, which MessagePack does not have: pass its toISOString() or its getTime()";

export const SMALL_BIGINT =
  "is a bigint within the safe integers, and would come back as a number: pass Number(bigint)";

export const LARGE_BIGINT =
  "is a bigint beyond 64 bits, which MessagePack does not have: pass it as a string";

export const LONG_BYTES = "is bytes of 4 GiB or more, which MessagePack does not have: split them";
