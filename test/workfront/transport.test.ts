import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { WorkfrontError } from "../../src/workfront/errors";
import type { RequestTrace, Transport } from "../../src/workfront/transport";
import { transportTo } from "../support/client";
import { failureOf } from "../support/failure";
import { listen, sendJson, type Listener } from "../support/listen";
import { waitUntil } from "../support/waitUntil";

const get = { method: "GET", path: "/attask/api/v22.0/USER/search" } as const;

describe("transport", () => {
  const open: Listener[] = [];
  let listener: Listener;

  async function serve(answer?: Parameters<typeof listen>[0]): Promise<Transport> {
    listener = await listen(answer);
    open.push(listener);
    // Longer than a test may take, so that only what the test does ends a request.
    return transportTo(listener.url, { timeout: () => 60_000 });
  }

  const raw = (status: number, headers: Record<string, string>, body: string | Buffer) => (response: ServerResponse) =>
    response.writeHead(status, headers).end(body);

  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()));
  });

  it("sends what it was given, marked as the official client marks it, and gives the parsed answer", async () => {
    const transport = await serve((response) => sendJson(response, 200, { data: ["Ω"] }));
    const answer = await transport.send({
      method: "PUT",
      path: "/attask/api/v22.0/USER/1",
      query: "fields=isActive",
      headers: { apiKey: "key-of-the-test" },
      body: { contentType: "application/json", content: '{"name":"Ω"}' },
    });
    assert.deepEqual(answer, { data: ["Ω"] });
    const [request] = listener.received;
    assert.equal(request?.method, "PUT");
    assert.equal(request.url, "/attask/api/v22.0/USER/1?fields=isActive");
    assert.equal(request.body, '{"name":"Ω"}');
    assert.equal(request.headers.accept, "application/json");
    assert.equal(request.headers["x-requested-with"], "XMLHttpRequest");
    assert.equal(request.headers["content-type"], "application/json");
    assert.equal(request.headers["apikey"], "key-of-the-test");
  });

  it("sends no cookie that the host has set", async () => {
    const transport = await serve((response) =>
      sendJson(response, 200, { data: [] }, { "Set-Cookie": "attask=1; Path=/" }),
    );
    await transport.send(get);
    await transport.send(get);
    assert.deepEqual(
      listener.received.map(({ headers }) => headers.cookie),
      [undefined, undefined],
    );
  });

  it("reads an answer that comes compressed", async () => {
    const body = gzipSync('{"data":{"count":147}}');
    const transport = await serve(raw(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" }, body));
    assert.deepEqual(await transport.send(get), { data: { count: 147 } });
  });

  describe("follows no redirect", () => {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status}: the other host gets no request and is named in the failure`, async () => {
        const other = await listen();
        open.push(other);
        const location = `${other.url}/login?next=1`;
        const transport = await serve(raw(status, { Location: location }, ""));
        assert.deepEqual(await failureOf(transport.send({ ...get, headers: { apiKey: "key-of-the-test" } })), {
          kind: "redirected",
          host: listener.host,
          status,
          redirectedTo: other.host,
        });
        assert.deepEqual(other.received, []);
        assert.equal(listener.received.length, 1);
      });
    }

    it("and names its own host where the redirect stays there or leads nowhere", async () => {
      for (const [location, redirectedTo] of [
        ["/login", "self"],
        ["http://[", undefined],
      ] as const) {
        const transport = await serve(raw(302, { Location: location }, ""));
        const failure = await failureOf(transport.send(get));
        assert.equal(failure.kind, "redirected");
        assert.equal(failure.redirectedTo, redirectedTo && listener.host);
      }
    });
  });

  describe("waits only so long", () => {
    it("for an answer that never begins", async () => {
      await serve(() => undefined);
      const transport = transportTo(listener.url, { timeout: () => 40 });
      const { host } = listener;
      assert.deepEqual(await failureOf(transport.send(get)), { kind: "timeout", host });
    });

    it("for an answer that never ends", async () => {
      await serve((response) => {
        response.writeHead(200, { "Content-Type": "application/json" });
        const drip = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(drip));
      });
      const transport = transportTo(listener.url, { timeout: () => 60 });
      assert.equal((await failureOf(transport.send(get))).kind, "timeout");
    });

    it("and asks for its patience anew with each request", async () => {
      await serve(() => undefined);
      const asked: number[] = [];
      const transport = transportTo(listener.url, {
        timeout: () => {
          asked.push(asked.length);
          return 20;
        },
      });
      await failureOf(transport.send(get));
      await failureOf(transport.send(get));
      assert.equal(asked.length, 2);
    });
  });

  describe("can be canceled", () => {
    const reason = new Error("the administrator changed their mind");

    it("before anything is sent", async () => {
      const transport = await serve();
      await assert.rejects(transport.send({ ...get, signal: AbortSignal.abort(reason) }), reason);
      assert.deepEqual(listener.received, []);
    });

    it("while the answer is awaited, which ends the request on the wire", async () => {
      let closed = false;
      const transport = await serve((response) => response.on("close", () => (closed = true)));
      const controller = new AbortController();
      const sent = transport.send({ ...get, signal: controller.signal });
      await waitUntil(() => listener.received.length === 1);
      controller.abort(reason);
      await assert.rejects(sent, reason);
      await waitUntil(() => closed);
    });

    it("while the answer arrives", async () => {
      let writing = false;
      const transport = await serve((response) => {
        response.writeHead(200, { "Content-Type": "application/json" });
        response.write('{"data":', () => (writing = true));
      });
      const controller = new AbortController();
      const sent = transport.send({ ...get, signal: controller.signal });
      await waitUntil(() => writing);
      controller.abort(reason);
      await assert.rejects(sent, reason);
    });
  });

  describe("logs one line for each request, and in it no query, header or body", () => {
    it("whether it succeeds, fails, is canceled or never arrives", async () => {
      const traces: RequestTrace[] = [];
      await serve((response, { url }) => {
        if (url.includes("hang")) return;
        if (url.includes("fail")) sendJson(response, 422, { error: { message: "word" } });
        else sendJson(response, 200, { data: [] });
      });
      const { host, url } = listener;
      const transport = transportTo(url, { log: (trace) => traces.push(trace) });
      const controller = new AbortController();
      const request = {
        method: "POST",
        path: "/attask/api/v22.0/USER/search",
        headers: { apiKey: "secretKey" },
        body: { contentType: "application/x-www-form-urlencoded", content: "name=secretBody" },
      } as const;
      await transport.send({ ...request, query: "q=secretQuery" });
      await failureOf(transport.send({ ...request, query: "q=fail" }));
      const hanging = transport.send({ ...request, query: "q=hang", signal: controller.signal });
      await waitUntil(() => listener.received.length === 3);
      controller.abort();
      await assert.rejects(hanging);
      await listener.stop();
      await failureOf(transport.send(request));
      const known = { method: "POST", host, path: "/attask/api/v22.0/USER/search" };
      assert.deepEqual(
        traces.map(({ milliseconds, ...trace }) => {
          assert.ok(Number.isInteger(milliseconds) && milliseconds >= 0);
          return trace;
        }),
        [200, 422, "canceled", "unreachable"].map((result) => ({ ...known, result })),
      );
    });
  });

  it("throws one kind of error, whose message names the kind, the host and the words", async () => {
    const transport = await serve((response) => sendJson(response, 403, { error: { message: "You may not" } }));
    const { host } = listener;
    await assert.rejects(transport.send({ ...get, query: "name=Ada" }), (error: unknown) => {
      assert.ok(error instanceof WorkfrontError);
      assert.equal(error.message, `forbidden from ${host}: You may not`);
      return true;
    });
  });
});
