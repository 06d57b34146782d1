// What `import fc from "fast-check"` gives a test: fast-check itself, with one seed for every run, so
// that a run can be repeated. KSTASH_SEED=random lets it choose, and a failure prints what it chose;
// KSTASH_SEED=<number> repeats that.
import fc from "fast-check";

const { KSTASH_SEED = "20260101" } = process.env;
if (KSTASH_SEED !== "random") {
  const seed = Number(KSTASH_SEED);
  if (!Number.isInteger(seed))
    throw new Error(`KSTASH_SEED is ${KSTASH_SEED}: an integer, or "random"`);
  fc.configureGlobal({ seed });
}

export * from "fast-check";
export default fc;
