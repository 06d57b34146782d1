export { installPython } from "./environment.js";
export { type Peer, PythonError, startPeer } from "./peer.js";
