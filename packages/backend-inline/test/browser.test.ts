/**
 * What browsers and Workers run, under the same tests: `#platform` is the browser's here.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import "./base64.test.js";
import "./conformance.test.js";
import "./inline.test.js";
