export { azure, type AzureBackend } from "./azure.js";
export type { AzureOptions, AzurePutOptions } from "./options.js";
