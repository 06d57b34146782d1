import { storeContract } from "@kstash/store-suite";
import { azurite } from "./store.js";

storeContract(azurite);
