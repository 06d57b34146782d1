import { startS3Server } from "@kstash/s3-server";
import { storeContract } from "@kstash/store-suite";
import { s3Kind } from "./store.js";

storeContract(s3Kind("the repo's server", () => startS3Server()));
