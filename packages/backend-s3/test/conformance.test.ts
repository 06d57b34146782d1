import { startS3Server } from "@kstash/s3-server";
import { s3Contract } from "./contract.js";

s3Contract("the contract, on the repo's server", () => startS3Server());
