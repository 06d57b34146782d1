import { proxyActivities } from "@temporalio/workflow";
import type * as activities from "./activities.js";

const options = {
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "50 milliseconds", backoffCoefficient: 1 },
} as const;
const { reverse, textOf } = proxyActivities<typeof activities>(options);

/** A large argument, a large heartbeat, a large result. */
export async function roundTrip(text: string): Promise<string> {
  return reverse(text);
}

export async function consume(text: string): Promise<number> {
  return text.length;
}

export async function produce(length: number): Promise<string> {
  return textOf(length);
}

/** An activity with a large argument, on a queue of its own: its worker may come later. */
export async function delegate(length: number, taskQueue: string): Promise<number> {
  const { lengthOf } = proxyActivities<typeof activities>({ ...options, taskQueue });
  return lengthOf("x".repeat(length));
}
