/**
 * Answers once more, as browsers and Workers have them: by `fetch`.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import "./answers.test.js";
