export { installPython } from "./environment.js";
export { type Peer, PythonError, runScript, startPeer } from "./peer.js";
