import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

/** What lies between a client and the server. What is left out costs nothing. */
export interface LinkModel {
  /** The round trip, in milliseconds: half of it each way. A connection takes one to open. */
  readonly latencyMs?: number;
  /** Bytes per second of each connection, each way. */
  readonly connectionRate?: number;
  /** Bytes per second of all connections together, each way. */
  readonly totalRate?: number;
  /** How long the server thinks before it answers a request: at least and at most so many milliseconds. */
  readonly firstByteMs?: readonly [number, number];
  /** What the times to the first byte are drawn from. Default: 1. */
  readonly seed?: number;
}

/** Larger chunks would hold up the other connections that share the total rate. */
const SLICE = 64 * 1024;

/** A link between the clients and one server, for speed to be measured over. TCP's slow start is not in it. */
export class Link {
  readonly #model: LinkModel;
  readonly #up: Pace;
  readonly #down: Pace;
  readonly #random: () => number;

  constructor(model: LinkModel) {
    this.#model = model;
    this.#up = new Pace(model.totalRate);
    this.#down = new Pace(model.totalRate);
    this.#random = randomFrom(model.seed ?? 1);
  }

  /** The server's end of a client's connection. */
  connect(socket: Socket): Duplex {
    const { latencyMs = 0, connectionRate } = this.#model;
    const up = new Lane(latencyMs / 2, [this.#up, new Pace(connectionRate)]);
    const down = new Lane(latencyMs / 2, [this.#down, new Pace(connectionRate)]);
    // The system has opened the connection at once, so its first bytes make up for that round trip.
    return new FarEnd(socket, up, down, delay(latencyMs));
  }

  /** Waits as long as the server thinks about one request. */
  async think(): Promise<void> {
    const [least, most] = this.#model.firstByteMs ?? [0, 0];
    if (most > 0) await delay(least + (most - least) * this.#random());
  }
}

class FarEnd extends Duplex {
  readonly #socket: Socket;
  readonly #down: Lane;

  constructor(socket: Socket, up: Lane, down: Lane, opened: Promise<unknown>) {
    super();
    this.#socket = socket;
    this.#down = down;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      socket.pause();
      void opened
        .then(() => up.send(chunk, (slice) => this.push(slice)))
        .then(() => socket.resume());
    });
    socket.on("end", () => up.after(() => this.push(null)));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  override _read(): void {
    // The socket is paused while a chunk is on its way: that is enough.
  }

  override async _write(chunk: Buffer, _encoding: string, done: () => void): Promise<void> {
    await this.#down.send(chunk, (slice) => this.#socket.write(slice));
    done();
  }

  override _final(done: () => void): void {
    this.#down.after(() => this.#socket.end(done));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** One direction of a connection: bytes leave as fast as its paces allow, and arrive later, in order. */
class Lane {
  readonly #delayMs: number;
  readonly #paces: readonly Pace[];

  constructor(delayMs: number, paces: readonly Pace[]) {
    this.#delayMs = delayMs;
    this.#paces = paces;
  }

  /** Resolves when the last byte has left. */
  async send(bytes: Buffer, arrive: (slice: Buffer) => void): Promise<void> {
    for (let start = 0; start < bytes.length; start += SLICE) {
      const slice = bytes.subarray(start, start + SLICE);
      const left = Math.max(...this.#paces.map((pace) => pace.take(slice.length)));
      const wait = left - performance.now();
      // A timer is a millisecond late at worst; the next slice makes up for it.
      if (wait >= 1) await delay(wait);
      this.after(() => arrive(slice));
    }
  }

  /** Calls back when what has left has arrived: timers of the same length keep their order. */
  after(callback: () => void): void {
    if (this.#delayMs === 0) callback();
    else setTimeout(callback, this.#delayMs);
  }
}

/** Bytes per second, shared by all who take of them. */
class Pace {
  readonly #bytesPerMs: number;
  #free = 0;

  constructor(bytesPerSecond = Infinity) {
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  /** When so many bytes will have passed, as `performance.now` tells time. */
  take(bytes: number): number {
    this.#free = Math.max(this.#free, performance.now()) + bytes / this.#bytesPerMs;
    return this.#free;
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
