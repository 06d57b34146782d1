/**
 * What browsers and Workers run, under the same tests: `#platform` is the browser's here.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import "./address.test.js";
import "./backends.test.js";
import "./config.test.js";
import "./create.test.js";
import "./errors.test.js";
import "./large.test.js";
import "./namespaces.test.js";
import "./python-names.test.js";
import "./receive.test.js";
import "./redact.test.js";
import "./retrieve.test.js";
import "./share-remove.test.js";
import "./stash.test.js";
import "./vectors.test.js";
