import { createHash } from "node:crypto";
import { xmlAnswer } from "../answer.js";
import { encryptionHeaders } from "../attributes.js";
import type { Operation } from "../call.js";
import { checksumHeaders } from "../checksum-headers.js";
import { isChecksumAlgorithm, type ChecksumAlgorithm } from "../checksums.js";
import { writeConditions } from "../conditions.js";
import { joinContents } from "../content.js";
import { S3Error } from "../errors.js";
import { memoryStorage } from "../memory-storage.js";
import { readText } from "../receive.js";
import { putObject } from "../store.js";
import { computeUploadChecksum } from "../upload-checksum.js";
import { uploadOf, type Part, type Upload } from "../upload.js";
import { xmlText, xmlTexts, type XmlElement } from "../xml.js";

/** CompleteMultipartUpload, with If-None-Match: * and If-Match. */
export const completeMultipartUpload: Operation = async (call) => {
  const { headers, query } = call.request;
  const id = query.get("uploadId") ?? "";
  const listed = readParts(await readText(await call.receive(memoryStorage)));
  const bucket = call.bucket();
  const upload = uploadOf(bucket, call.key, id);
  const parts = listed.map((part) => partOf(upload, part));
  const checksums = new Map<ChecksumAlgorithm, string>();
  if (upload.checksum) {
    checksums.set(upload.checksum.algorithm, await computeUploadChecksum(upload.checksum, parts));
  }

  // From here on nothing is awaited: of many who complete one upload, or one key, one is first.
  uploadOf(bucket, call.key, id);
  writeConditions(headers, bucket.objects.get(call.key));
  bucket.uploads.delete(id);
  for (const part of upload.parts.values()) if (!parts.includes(part)) part.content.dispose();
  const etag = etagOf(parts);
  const content = joinContents(parts.map((part) => part.content));
  const { attributes } = upload;
  putObject(bucket, call.key, { content, etag, modified: call.now(), attributes, checksums });
  const result: XmlElement[] = [
    ["Location", `/${call.bucketName}/${call.key}`],
    ["Bucket", call.bucketName],
    ["Key", call.key],
    ["ETag", `"${etag}"`],
    ...[...checksums].map(([name, value]): XmlElement => [`Checksum${name.toUpperCase()}`, value]),
  ];
  const type = checksumHeaders(checksums)["x-amz-checksum-type"];
  if (type) result.push(["ChecksumType", type]);
  return xmlAnswer("CompleteMultipartUploadResult", result, encryptionHeaders(attributes));
};

interface ListedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksums: readonly (readonly [ChecksumAlgorithm, string])[];
}

/** @throws S3Error MalformedXML, InvalidPartOrder */
function readParts(document: string): ListedPart[] {
  const parts = xmlTexts(document, "Part").map((part) => ({
    number: Number(xmlText(part, "PartNumber")),
    etag: (xmlText(part, "ETag") ?? "").replaceAll('"', ""),
    checksums: [...part.matchAll(/<Checksum(\w+)>([^<]*)</g)].flatMap(
      ([, name = "", value = ""]) => {
        const algorithm = name.toLowerCase();
        return isChecksumAlgorithm(algorithm) ? [[algorithm, value] as const] : [];
      },
    ),
  }));
  if (parts.length === 0) throw new S3Error("MalformedXML");
  const ascending = parts.every(
    ({ number }, at) => at === 0 || number > (parts[at - 1]?.number ?? 0),
  );
  if (!ascending) throw new S3Error("InvalidPartOrder");
  return parts;
}

function partOf(upload: Upload, { number, etag, checksums }: ListedPart): Part {
  const part = upload.parts.get(number);
  const same = checksums.every(([name, value]) => part?.checksums.get(name) === value);
  if (part && part.md5 === etag && same) return part;
  throw new S3Error("InvalidPart", { PartNumber: String(number), ETag: etag });
}

// S3's ETag of an object in parts: the MD5 of their MD5s, and how many they are.
function etagOf(parts: readonly Part[]): string {
  const digests = parts.map((part) => Buffer.from(part.md5, "hex"));
  return `${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}`;
}
