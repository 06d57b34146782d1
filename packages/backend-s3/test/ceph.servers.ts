import { describe } from "@jest/globals";
import { installCeph, startCeph } from "@kstash/ceph";
import { s3Suite } from "./suite.js";

// Where Ceph is not there and may not be installed, that is said on standard error, in capitals.
const describeInstalled = installCeph() ? describe : describe.skip;

s3Suite("Ceph over http", () => startCeph(), describeInstalled);
s3Suite("Ceph over https", () => startCeph({ tls: true }), describeInstalled);
