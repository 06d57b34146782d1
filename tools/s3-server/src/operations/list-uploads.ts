import { xmlAnswer } from "../answer.js";
import type { Operation } from "../call.js";
import { isoDate } from "../dates.js";
import { percentEncodePath } from "../percent.js";
import { uploadOf } from "../upload.js";
import type { XmlElement } from "../xml.js";

/** ListMultipartUploads: those under way, all on one page. */
export const listMultipartUploads: Operation = (call) => {
  const { query } = call.request;
  const prefix = query.get("prefix") ?? "";
  const text = query.has("encoding-type") ? percentEncodePath : (key: string) => key;
  const uploads = [...call.bucket().uploads]
    .filter(([, upload]) => upload.key.startsWith(prefix))
    .map(([id, { key, initiated }]): XmlElement => [
      "Upload",
      [
        ["Key", text(key)],
        ["UploadId", id],
        ["Initiated", isoDate(initiated)],
      ],
    ]);
  return xmlAnswer("ListMultipartUploadsResult", [
    ["Bucket", call.bucketName],
    ["Prefix", text(prefix)],
    ["IsTruncated", false],
    ...uploads,
  ]);
};

/** ListParts: in the order of their numbers, a page at a time. */
export const listParts: Operation = (call) => {
  const { query } = call.request;
  const id = query.get("uploadId") ?? "";
  const marker = Number(query.get("part-number-marker") ?? 0);
  const limit = Math.min(Number(query.get("max-parts") ?? 1000), 1000);
  const parts = [...uploadOf(call.bucket(), call.key, id).parts].toSorted(([a], [b]) => a - b);
  const rest = parts.filter(([number]) => number > marker);
  const page = rest.slice(0, limit);
  return xmlAnswer("ListPartsResult", [
    ["Bucket", call.bucketName],
    ["Key", call.key],
    ["UploadId", id],
    ["PartNumberMarker", marker],
    ["NextPartNumberMarker", page.at(-1)?.[0] ?? marker],
    ["MaxParts", limit],
    ["IsTruncated", rest.length > page.length],
    ...page.map(([number, part]): XmlElement => {
      const checksums = [...part.checksums].map(([name, value]): XmlElement => [
        `Checksum${name.toUpperCase()}`,
        value,
      ]);
      return [
        "Part",
        [
          ["PartNumber", number],
          ["LastModified", isoDate(part.modified)],
          ["ETag", `"${part.md5}"`],
          ["Size", part.content.size],
          ...checksums,
        ],
      ];
    }),
  ]);
};
