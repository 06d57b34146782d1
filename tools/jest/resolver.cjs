const { join } = require("node:path");

// Two things that Jest resolves differently from Node:
// - our sources import "./address.js", as Node wants it of what ships; under Jest that is "./address.ts";
// - fast-check comes with a seed (see fast-check.js).
module.exports = (request, options) => {
  if (request === "fast-check" && options.basedir !== __dirname) {
    return join(__dirname, "fast-check.js");
  }
  const ours = /^\.{1,2}\/.*\.js$/.test(request) && !options.basedir.includes("/node_modules/");
  if (!ours) return options.defaultResolver(request, options);
  try {
    return options.defaultResolver(request.replace(/\.js$/, ".ts"), options);
  } catch {
    return options.defaultResolver(request, options);
  }
};
