/** Hexadecimal digits of bytes that are no UTF-8 (RFC 3629): each kind of wrong. */
export const notUtf8: readonly string[] = [
  "80", // a continuation alone
  "ff",
  "fe",
  "c0af", // overlong: a slash in two bytes
  "c1bf",
  "e080af",
  "f08080af",
  "c3", // cut
  "e282",
  "f09f98",
  "c328", // no continuation where one is due
  "e28228",
  "eda080", // surrogates
  "edbfbf",
  "eda081edb080",
  "f4908080", // beyond U+10FFFF
  "f8888080",
  "fc8080808080",
  "6161ff6161",
  "efbfbdff", // U+FFFD itself, and a wrong byte
];
