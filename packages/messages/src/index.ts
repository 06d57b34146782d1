export type { FieldPattern } from "./fields.js";
export { createMessages, type Message, type Messages } from "./messages.js";
export type {
  HydrateEventOptions,
  HydrateOptions,
  OffloadEventOptions,
  MessagesOptions,
  OffloadOptions,
  OnMissing,
  ReleaseEventOptions,
  ReleaseOptions,
} from "./options.js";
export {
  findReferences,
  type Found,
  type Reference,
  REFERENCE_KEY,
  referenceTo,
} from "./reference.js";
