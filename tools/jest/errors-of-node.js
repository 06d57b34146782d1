// A setup file for tests of SDKs. Jest runs tests in a realm of their own, where an error of Node's is no
// `instanceof Error`, as it is everywhere else; whoever tells errors by `instanceof` needs it to be one.
import { types } from "node:util";

const isInstance = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(value) {
    return isInstance.call(this, value) || (this === Error && types.isNativeError(value));
  },
});
