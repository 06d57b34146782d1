const inherited: object = Object.prototype;
const shortestInherited = Math.min(
  ...Object.getOwnPropertyNames(inherited).map((name) => name.length),
);

/**
 * Sets a property of an object that was just made. Of a name that every object inherits (`toString`),
 * assignment would run a setter, or fail where `Object.prototype` is frozen.
 */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key.length >= shortestInherited && key in inherited) {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    object[key] = value;
  }
}

/** Whether an object has so many keys: fewer, if one was set twice. */
export function hasKeys(object: object, count: number): boolean {
  return Object.keys(object).length === count;
}
