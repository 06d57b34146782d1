import type { Answer } from "./answer.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";
import { xmlTexts } from "./xml.js";

/** One rule of a bucket's CORS configuration; `*` in an origin or a header stands for any characters. */
export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Those that a request may have. */
  readonly headers: readonly string[];
  /** Those of an answer that a page may see. */
  readonly exposed: readonly string[];
  /** How many seconds a browser may keep the answer to its preflight. */
  readonly maxAge: string | undefined;
}

/** The rules of a CORSConfiguration document. @throws S3Error MalformedXML, InvalidRequest */
export function readCorsRules(document: string): CorsRule[] {
  const rules = xmlTexts(document, "CORSRule").map((rule) => ({
    origins: xmlTexts(rule, "AllowedOrigin"),
    methods: xmlTexts(rule, "AllowedMethod"),
    headers: xmlTexts(rule, "AllowedHeader"),
    exposed: xmlTexts(rule, "ExposeHeader"),
    maxAge: xmlTexts(rule, "MaxAgeSeconds")[0],
  }));
  if (rules.length === 0) throw new S3Error("MalformedXML");
  for (const { origins, methods, exposed } of rules) {
    if (origins.length === 0 || methods.length === 0) throw new S3Error("MalformedXML");
    const wild = exposed.find((header) => header.includes("*"));
    if (wild) {
      throw new S3Error(
        "InvalidRequest",
        {},
        `ExposeHeader "${wild}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
    }
  }
  return rules;
}

/**
 * The answer to a browser that asks whether a page may send a request.
 * @throws S3Error AccessForbidden if no rule allows it
 */
export function preflight({ headers }: S3Request, rules: readonly CorsRule[] | undefined): Answer {
  const { origin, "access-control-request-method": method } = headers;
  if (!origin || !method)
    throw new S3Error(
      "AccessForbidden",
      {},
      "Insufficient information. Origin request header needed.",
    );
  if (!rules)
    throw new S3Error("AccessForbidden", {}, "CORSResponse: CORS is not enabled for this bucket.");
  const asked = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((header) => header.trim().toLowerCase())
    .filter(Boolean);
  const rule = find(rules, origin, method);
  const allowed = (header: string) =>
    rule?.headers.some((pattern) => matches(pattern.toLowerCase(), header));
  if (!rule || !asked.every(allowed)) throw new S3Error("AccessForbidden");
  return {
    status: 200,
    headers: {
      ...headersOf(rule, origin),
      ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ") }),
    },
  };
}

/** What the answer to a page's request says as well, a failure's too: nothing if no rule is for the page. */
export function corsHeaders(
  { method, headers: { origin } }: S3Request,
  rules: readonly CorsRule[] | undefined,
): Record<string, string> {
  const rule = origin === undefined ? undefined : find(rules ?? [], origin, method);
  return rule && origin ? headersOf(rule, origin) : {};
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const isForAll = rule.origins.includes("*");
  return {
    "access-control-allow-origin": isForAll ? "*" : origin,
    "access-control-allow-methods": rule.methods.join(", "),
    ...(rule.exposed.length > 0 && { "access-control-expose-headers": rule.exposed.join(", ") }),
    ...(rule.maxAge && { "access-control-max-age": rule.maxAge }),
    ...(!isForAll && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

function find(rules: readonly CorsRule[], origin: string, method: string): CorsRule | undefined {
  return rules.find(
    ({ origins, methods }) =>
      methods.includes(method) && origins.some((pattern) => matches(pattern, origin)),
  );
}

function matches(pattern: string, text: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return text === pattern;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
