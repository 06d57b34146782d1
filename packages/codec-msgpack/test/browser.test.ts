/**
 * What browsers and Workers run, under the same tests: `#platform` is the browser's here.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import "./conformance.test.js";
import "./formats.test.js";
import "./long-arrays.test.js";
import "./ownership.test.js";
import "./python.test.js";
import "./refusals.test.js";
import "./round-trip.test.js";
