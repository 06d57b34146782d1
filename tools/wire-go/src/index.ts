export { buildPeer } from "./build-peer.js";
export { type Peer, PeerError, startPeer } from "./peer.js";
