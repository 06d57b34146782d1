import { Buffer } from "node:buffer";
import { types } from "node:util";
import { InvalidData } from "@kstash/core";
import { kindOf, refusal } from "@kstash/core/codec-kit";

/** A CloudEvent as the JSON event format has it: binary data as `data_base64`. */
export type EventForm = Readonly<Record<string, unknown>> & {
  readonly data?: unknown;
  readonly data_base64?: string | undefined;
  readonly dataref?: unknown;
};

type EventClass = new (form: object, strict: boolean) => object;

/**
 * An event in the JSON event format: a plain object as it is, an event of a class (the official SDK's) by
 * its `toJSON`.
 *
 * @throws {InvalidData} for what is no event
 */
export function formOf(event: object): EventForm {
  const { toJSON } = event as { toJSON?: () => object };
  if (!isPlain(event) && typeof toJSON !== "function") {
    throw refusal([], "is no CloudEvent: pass a plain object, or an event of the official SDK");
  }
  const form = { ...(isPlain(event) ? event : toJSON!.call(event)) } as EventForm;
  if (!types.isUint8Array(form.data)) return form;
  return replaceMember(form, "data", "data_base64", Buffer.from(form.data).toString("base64"));
}

/** The form as an event of the same kind: a plain object, or the class of the event that it was made of. */
export function eventLike(event: object, form: EventForm): object {
  if (isPlain(event)) return form;
  const { data_base64: base64 } = form;
  // The official class makes `data_base64` of bytes in `data`, and not the other way.
  const members = base64 === undefined ? form : { ...form, data: Buffer.from(base64, "base64") };
  // Whether it is valid was for whoever made the first event to say.
  return new (event.constructor as EventClass)(members, false);
}

/** What an event carries, or undefined: bytes for `data_base64`. */
export function payloadOf({ data, data_base64: base64 }: EventForm): unknown {
  if (base64 === undefined) return data;
  const bytes = typeof base64 === "string" && Buffer.from(base64, "base64");
  if (data !== undefined || !bytes || bytes.toString("base64") !== base64) {
    throw new InvalidData(
      "data.data_base64 is not the base64 of bytes in the place of data (CloudEvents JSON format, section 3.1)",
      { path: "data.data_base64" },
    );
  }
  return bytes;
}

/** The member that says what the event carries. */
export function carrierOf(form: EventForm): string {
  if (form.data !== undefined) return "data";
  return form.data_base64 === undefined ? "dataref" : "data_base64";
}

/** The form with a payload in the place of what says it now. */
export function withPayload(form: EventForm, payload: unknown): EventForm {
  const from = carrierOf(form);
  if (!types.isUint8Array(payload)) return replaceMember(form, from, "data", payload);
  return replaceMember(form, from, "data_base64", Buffer.from(payload).toString("base64"));
}

/** The form with a reference in the place of the payload. */
export function withReference(form: EventForm, dataref: string): EventForm {
  return replaceMember(form, carrierOf(form), "dataref", dataref);
}

/** Members keep their order; those that are undefined, as classes have them, are left out. */
function replaceMember(form: EventForm, from: string, to: string, value: unknown): EventForm {
  return Object.fromEntries(
    Object.entries(form)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => (key === from ? [to, value] : [key, member])),
  );
}

function isPlain(event: object): boolean {
  return kindOf(event) === "object";
}
