import { request } from "node:http";
import { text } from "node:stream/consumers";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The JSON of the answer: `data`, or `error`. */
  readonly json: { data?: unknown; error?: { message: string; class?: string } };
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** Sends a request line exactly as it is written: a client that corrects addresses would hide what the server does with them. */
export async function ask(
  origin: string,
  target: string,
  { method, headers, body, signal }: Question = {},
): Promise<Reply> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname,
      port,
      path: target,
      method: method ?? "GET",
      headers: headers ?? {},
      ...(signal && { signal }),
    });
    sent.once("error", reject);
    sent.once("response", (response) => {
      const { statusCode = 0 } = response;
      text(response).then((answer) => {
        resolve({ status: statusCode, headers: response.headers, text: answer, json: parsed(answer) });
      }, reject);
    });
    sent.end(body);
  });
}

function parsed(text: string): Reply["json"] {
  try {
    return JSON.parse(text) as Reply["json"];
  } catch {
    return {};
  }
}

/** A query string with every name and value encoded. */
export function query(parameters: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((each) => [name, each] as [string, string]),
  );
  return new URLSearchParams(pairs).toString();
}
