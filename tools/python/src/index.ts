export { type Peer, PythonError, startPeer } from "./peer.js";
