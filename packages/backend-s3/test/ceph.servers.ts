import { installCeph, startCeph } from "@kstash/ceph";
import { s3Kind } from "./store.js";
import { s3Suite } from "./suite.js";

// Where Ceph is not there and may not be installed, that is said on standard error, in capitals.
const isInstalled = installCeph();

s3Suite(s3Kind("Ceph over http", () => startCeph(), isInstalled));
s3Suite(s3Kind("Ceph over https", () => startCeph({ tls: true }), isInstalled));
