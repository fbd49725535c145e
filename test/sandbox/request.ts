import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { invalid } from "./answer";

/** A request as it arrived, for tests to look at. */
export interface RequestRecord {
  /** The verb on the wire; a `method` parameter may ask for another. */
  readonly method: string;
  /** Path and query exactly as received. */
  readonly url: string;
  readonly path: string;
  /** Query and form body together. */
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Status of the answer; 0 while there is none, and where none was ever sent. */
  status: number;
}

/** A request and what the server needs to know of where its parts came from. */
export interface ReceivedRequest extends RequestRecord {
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** True where the body was sent as JSON. */
  readonly hasJSONBody: boolean;
  /** Set by the fault `unchanged`: an edit leaves `isActive` as it is and says nothing. */
  readonly ignoresIsActive?: boolean;
}

export async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
  const body = await text(message);
  const contentType = message.headers["content-type"] ?? "";
  const form = new URLSearchParams(contentType.startsWith("application/x-www-form-urlencoded") ? body : "");
  return {
    method: message.method ?? "GET",
    url,
    path,
    parameters: new URLSearchParams([...query, ...form]),
    headers: message.headers,
    body,
    status: 0,
    query,
    form,
    hasJSONBody: contentType.startsWith("application/json") && body !== "",
  };
}

/** The verb that counts: the `method` parameter of query or form body, in any case, overrides the one on the wire. */
export function effectiveMethod(request: RequestRecord): string {
  return (request.parameters.get("method") ?? request.method).toUpperCase();
}

export function parseJSON(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`Invalid JSON in ${what}`);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const controls = new Set(
  "method fields apiKey sessionID username password updates filters action id map atomic jsonp".split(" "),
);

/**
 * The parameters that are data: filters of a search, changes of an edit. The others steer the request or are taken for
 * credentials before anything else looks at them, so that `username=x` never filters.
 */
export function dataParameters(request: RequestRecord): [name: string, value: string][] {
  return [...request.parameters].filter(([name]) => !controls.has(name) && !name.startsWith("$$"));
}
