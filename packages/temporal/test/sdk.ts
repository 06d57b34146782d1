import {
  type DataConverter,
  ExternalStorage,
  type Payload,
  type StorageDriver,
} from "@temporalio/common";
// What the SDK's own client and worker put payloads through. CommonJS, hence the default import.
import sdk from "@temporalio/common/lib/internal-non-workflow/index.js";

export const { decodeReferencePayload, encodeErrorToFailure, encodeReferencePayload } = sdk;

/** The SDK's data converter, and behind it its external storage with one driver, for every payload. */
export function converterOf(driver: StorageDriver, options: DataConverter = {}) {
  const externalStorage = new ExternalStorage({ drivers: [driver], payloadSizeThreshold: 0 });
  const converter = sdk.loadDataConverter({ ...options, externalStorage });
  const runner = new sdk.ExternalStorageRunner(externalStorage);
  return {
    converter,
    async send(...values: unknown[]): Promise<Payload[]> {
      return runner.store((await sdk.encodeToPayloads(converter, ...values)) ?? []);
    },
    async receive(payloads: Payload[]): Promise<unknown[]> {
      return sdk.decodeArrayFromPayloads(converter, await runner.retrieve(payloads));
    },
  };
}
