/** The longest time, in milliseconds, for which some work kept the event loop from its next turn. */
export async function largestPause(work: () => unknown): Promise<number> {
  let last = performance.now();
  let largest = 0;
  let running = true;
  const turn = () => {
    const now = performance.now();
    largest = Math.max(largest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  running = false;
  await new Promise((resolve) => setImmediate(resolve));
  return Math.max(largest, performance.now() - last);
}
