// Our sources import "./address.js", as Node wants it of what ships; under Jest that is "./address.ts".
module.exports = (request, options) => {
  const ours = /^\.{1,2}\/.*\.js$/.test(request) && !options.basedir.includes("/node_modules/");
  if (!ours) return options.defaultResolver(request, options);
  try {
    return options.defaultResolver(request.replace(/\.js$/, ".ts"), options);
  } catch {
    return options.defaultResolver(request, options);
  }
};
