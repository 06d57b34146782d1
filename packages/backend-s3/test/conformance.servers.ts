import { describe } from "@jest/globals";
import { installCeph, startCeph } from "@kstash/ceph";
import { s3Contract } from "./contract.js";

s3Contract("the contract, on Ceph", () => startCeph(), installCeph() ? describe : describe.skip);
