import { startS3Server } from "@kstash/s3-server";
import { s3Kind } from "./store.js";
import { s3Suite } from "./suite.js";

s3Suite(s3Kind("the repo's server over http", () => startS3Server()));
s3Suite(s3Kind("the repo's server over https", () => startS3Server({ tls: true })));
