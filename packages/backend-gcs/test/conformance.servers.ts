import { storeContract } from "@kstash/store-suite";
import { fakeGcs } from "./store.js";

storeContract(fakeGcs);
