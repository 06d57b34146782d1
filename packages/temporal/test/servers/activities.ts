import { Context } from "@temporalio/activity";

/** Leaves what its first attempt found to the second, in the details of a heartbeat. */
export async function reverse(text: string): Promise<string> {
  const { heartbeatDetails } = Context.current().info;
  if (typeof heartbeatDetails === "string") return heartbeatDetails;
  Context.current().heartbeat(Array.from(text).toReversed().join(""));
  throw new Error("the first attempt fails after its heartbeat");
}

export async function lengthOf(text: string): Promise<number> {
  return text.length;
}

export async function textOf(length: number): Promise<string> {
  return "x".repeat(length);
}
