export { type PeerClient, peerClients, type PeerPlace } from "./clients.js";
export { installPeers } from "./install.js";
export { startElasticMq, startMoto } from "./servers.js";
