import { xmlDocument, type XmlContent } from "./xml.js";

/** Bytes in pieces, ready at once or read as they are asked for. */
export type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

/** What goes back: `length` is what Content-Length says, `chunks` what is really sent. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly length: number; readonly chunks: Chunks };
  /** The code in an error's XML, for the log. */
  readonly code?: string;
}

/** An XML document as an answer. */
export function xmlAnswer(root: string, content: XmlContent, headers = {}): Answer {
  return textAnswer(200, xmlDocument(root, content), headers);
}

/** A failure as S3 words it: an XML document without a namespace, its code first. */
export function errorAnswer(
  error: { status: number; code: string; message: string; details?: Record<string, string> },
  requestId: string,
): Answer {
  const { code, message, details = {} } = error;
  const content = Object.entries({
    Code: code,
    Message: message,
    ...details,
    RequestId: requestId,
  });
  return { ...textAnswer(error.status, xmlDocument("Error", content, false)), code };
}

function textAnswer(status: number, text: string, headers = {}): Answer {
  const body = Buffer.from(text);
  return {
    status,
    headers: { "content-type": "application/xml", ...headers },
    body: { length: body.length, chunks: [body] },
  };
}
