import { loadSuite } from "@kstash/store-suite";
import { fakeGcs } from "./store.js";

loadSuite(fakeGcs);
