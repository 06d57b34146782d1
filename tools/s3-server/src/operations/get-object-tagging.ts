import { xmlAnswer } from "../answer.js";
import type { Operation } from "../call.js";
import { objectOf } from "../store.js";
import type { XmlElement } from "../xml.js";

/** GetObjectTagging: what x-amz-tagging said when the object was written. */
export const getObjectTagging: Operation = (call) => {
  const { tagging } = objectOf(call.bucket(), call.key).attributes;
  const tags = [...new URLSearchParams(tagging)].map(([key, value]): XmlElement => {
    return [
      "Tag",
      [
        ["Key", key],
        ["Value", value],
      ],
    ];
  });
  return xmlAnswer("Tagging", [["TagSet", tags]]);
};
