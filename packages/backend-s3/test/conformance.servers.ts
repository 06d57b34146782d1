import { installCeph, startCeph } from "@kstash/ceph";
import { storeContract } from "@kstash/store-suite";
import { s3Kind } from "./store.js";

storeContract(s3Kind("Ceph", () => startCeph(), installCeph()));
