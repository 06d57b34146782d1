import { startS3Server } from "@kstash/s3-server";
import { faultSuite } from "@kstash/store-suite";
import { s3Kind } from "./store.js";

faultSuite(s3Kind("the repo's server", () => startS3Server()));
