export { type PeerClient, peerClients, type PeerPlace } from "./clients.js";
export { installPeers } from "./install.js";
export { type PeerServer, startElasticMq, startMoto } from "./servers.js";
