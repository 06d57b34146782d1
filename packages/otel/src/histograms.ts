import { type Histogram, type Meter, ValueType } from "@opentelemetry/api";

export interface Histograms {
  readonly duration: Histogram;
  readonly size: Histogram;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** The boundaries of the buckets are advice: a view of the SDK overrides them. */
export function createHistograms(meter: Meter): Histograms {
  return {
    duration: meter.createHistogram("kstash.operation.duration", {
      description: "Duration of kstash operations",
      unit: "s",
      valueType: ValueType.DOUBLE,
      advice: {
        explicitBucketBoundaries: [
          0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
        ],
      },
    }),
    size: meter.createHistogram("kstash.payload.size", {
      description: "Size of encoded payloads",
      unit: "By",
      valueType: ValueType.INT,
      // From what goes inline to the default maxPayloadBytes, by way of SQS's limits of 256 KiB and 1 MiB.
      advice: {
        explicitBucketBoundaries: [
          100,
          KIB,
          16 * KIB,
          64 * KIB,
          256 * KIB,
          MIB,
          4 * MIB,
          16 * MIB,
          64 * MIB,
          128 * MIB,
          512 * MIB,
        ],
      },
    }),
  };
}
