import { loadSuite } from "@kstash/store-suite";
import { azurite } from "./store.js";

loadSuite(azurite);
