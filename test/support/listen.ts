import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a listener was asked, in order of arrival. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Listener extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly host: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** An HTTP server on a free loopback port whose every byte the test decides, for answers that no Workfront gives. */
export async function listen(
  answer: (response: ServerResponse, request: Received) => void = (response) => response.end("{}"),
): Promise<Listener> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    const { method = "", url = "", headers } = message;
    const arrive = (body: string) => {
      const request = { method, url, headers, body };
      received.push(request);
      answer(response, request);
    };
    // A request that the client gave up before its end has not arrived.
    void text(message).then(arrive, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}`, host, received, stop, [Symbol.asyncDispose]: stop };
}

/** Answers with JSON, as Workfront does. */
export function sendJson(response: ServerResponse, status: number, json: unknown, headers = {}): void {
  response.writeHead(status, { "Content-Type": "application/json;charset=UTF-8", ...headers });
  response.end(JSON.stringify(json));
}
