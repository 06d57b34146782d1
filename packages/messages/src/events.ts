import { StashNotFound, validate } from "@kstash/core";
import { refusal } from "@kstash/core/codec-kit";
import { eventLike, formOf, payloadOf, withPayload, withReference } from "./event-form.js";
import { inField } from "./in-field.js";
import { Sizes } from "./measure.js";
import {
  checkOverBytes,
  type HydrateEventOptions,
  type OffloadEventOptions,
  type ReleaseEventOptions,
  type Settings,
} from "./options.js";
import { addressAt } from "./reference.js";
import { removeAll } from "./release.js";
import { stashValue } from "./stash-value.js";

const DATA = ["data"];
const DATAREF = ["dataref"];

/** By the `dataref` extension of CloudEvents (cloudevents/extensions/dataref.md). */
export async function offloadEvent(
  settings: Settings,
  event: object,
  options: OffloadEventOptions,
): Promise<object> {
  const { share, signal } = options;
  const overBytes = checkOverBytes(options.overBytes ?? settings.overBytes);
  signal?.throwIfAborted();
  const form = formOf(event);
  const payload = payloadOf(form);
  const sizes = new Sizes(form, { reserved: false });
  if (sizes.total <= overBytes || payload === undefined) return event;
  if (form.dataref !== undefined) {
    throw refusal(
      DATAREF,
      "is there beside the data already: remove one of them, or send it as it is",
    );
  }
  try {
    const stash = await stashValue(settings, payload, sizes, signal);
    const dataref =
      share === undefined ? stash.address.text : await stash.share({ ttlSec: share, signal });
    return eventLike(event, withReference(form, dataref));
  } catch (error) {
    throw inField(error, DATA);
  }
}

export async function hydrateEvent(
  settings: Settings,
  event: object,
  options: HydrateEventOptions,
): Promise<object> {
  const { config = settings.config, signal, schema, onMissing } = options;
  signal?.throwIfAborted();
  const form = formOf(event);
  let payload = payloadOf(form);
  // The specification has both mean the same.
  const isReferred = payload === undefined && form.dataref !== undefined;
  if (isReferred) {
    const { address } = addressAt(DATAREF, form.dataref);
    try {
      payload = (await settings.kstash.retrieve(address, { config, signal })).data;
    } catch (error) {
      const named = inField(error, DATAREF);
      if (!onMissing || !StashNotFound.isInstance(named)) throw named;
      payload = await onMissing("dataref", named);
    }
  }
  const checked = schema ? await validate(payload, schema, "the event's data") : payload;
  return isReferred || schema ? eventLike(event, withPayload(form, checked)) : event;
}

export async function releaseEvent(
  settings: Settings,
  event: object,
  options: ReleaseEventOptions,
): Promise<string[]> {
  const { dataref } = formOf(event);
  return dataref === undefined ? [] : removeAll(settings, [addressAt(DATAREF, dataref)], options);
}
