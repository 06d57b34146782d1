import type { Group } from "../harness/group.js";
import { addressGroup } from "./addresses.js";
import { cachedGroup } from "./cached.js";
import { codecGroup } from "./codec.js";
import { dedupeGroup } from "./dedupe.js";
import { eventLoopGroup } from "./event-loop.js";
import { farGroup } from "./far.js";
import { flightGroup } from "./flight.js";
import { growthGroup } from "./growth.js";
import { inlineGroup } from "./inline.js";
import { memoryGroup } from "./memory.js";
import { peersGroup } from "./peers.js";
import { s3Group } from "./s3.js";
import { sizeGroup } from "./size.js";
import { startupGroup } from "./startup.js";
import { streamsGroup } from "./streams.js";

/** In the order in which they are run and shown. */
export const groups: readonly Group[] = [
  inlineGroup,
  codecGroup,
  s3Group,
  flightGroup,
  farGroup,
  dedupeGroup,
  cachedGroup,
  startupGroup,
  sizeGroup,
  memoryGroup,
  streamsGroup,
  eventLoopGroup,
  addressGroup,
  peersGroup,
  growthGroup,
];
