/**
 * What browsers and Workers run, under the same tests: `#platform` is the browser's here.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import "./bytes-header.test.js";
import "./conformance.test.js";
import "./long-arrays.test.js";
import "./ownership.test.js";
import "./profile.test.js";
import "./realms.test.js";
import "./refusals.test.js";
import "./refused-of-others.test.js";
import "./rfc8949.test.js";
import "./round-trip.test.js";
