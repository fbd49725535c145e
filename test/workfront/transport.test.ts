import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { WorkfrontError, type FailureKind } from "../../src/workfront/errors";
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
    return transportTo(listener.url);
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
      headers: { apiKey: "k" },
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
    assert.equal(request.headers["apikey"], "k");
  });

  it("sends no cookie that the host has set", async () => {
    const transport = await serve((response) => sendJson(response, 200, {}, { "Set-Cookie": "attask=1; Path=/" }));
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

  describe("tells failures apart, with host, status and Workfront's words", () => {
    const statuses: [status: number, kind: FailureKind][] = [
      [400, "refused"],
      [401, "unauthorized"],
      [403, "forbidden"],
      [404, "notFound"],
      [409, "refused"],
      [410, "versionRefused"],
      [422, "refused"],
      [429, "throttled"],
      [500, "serverError"],
      [502, "unavailable"],
      [503, "unavailable"],
      [504, "unavailable"],
      [507, "serverError"],
    ];
    for (const [status, kind] of statuses) {
      it(`${status} is ${kind}`, async () => {
        const transport = await serve((response) =>
          sendJson(response, status, { error: { class: "some.Exception", message: "No, sorry." } }),
        );
        const { host } = listener;
        assert.deepEqual(await failureOf(transport.send(get)), { kind, host, status, words: "No, sorry." });
      });
    }

    const bodies: [what: string, status: number, body: unknown, kind: FailureKind, words: string][] = [
      ["an error with status 200 is refused", 200, { error: { message: "Not so" } }, "refused", "Not so"],
      [
        "a lost session with status 200 is unauthorized",
        200,
        { error: { message: "You are not currently logged in." } },
        "unauthorized",
        "You are not currently logged in.",
      ],
      [
        "an authentication error with another status is unauthorized",
        500,
        { error: { class: "com.attask.common.AuthenticationException", message: "Wrong" } },
        "unauthorized",
        "Wrong",
      ],
      [
        "an error that names the version is a refused version",
        400,
        { error: { message: "API version v22.0 is not supported" } },
        "versionRefused",
        "API version v22.0 is not supported",
      ],
      [
        "an unknown field is refused although its model is named after the version",
        422,
        { error: { message: "APIModel V15_0 does not support field nope (User)" } },
        "refused",
        "APIModel V15_0 does not support field nope (User)",
      ],
      [
        "an error of the OAuth kind is refused with its message",
        400,
        { statusCode: 400, error: true, type: "BAD_REQUEST", message: "invalid_grant" },
        "refused",
        "invalid_grant",
      ],
    ];
    for (const [what, status, body, kind, words] of bodies) {
      it(what, async () => {
        const transport = await serve((response) => sendJson(response, status, body));
        const { host } = listener;
        assert.deepEqual(await failureOf(transport.send(get)), { kind, host, status, words });
      });
    }

    it("an error body of an unknown shape still is an error", async () => {
      for (const error of ["text", 7, ["list"], {}]) {
        const transport = await serve((response) => sendJson(response, 200, { error }));
        assert.equal((await failureOf(transport.send(get))).kind, "refused", JSON.stringify(error));
      }
    });

    it("long words of several lines become one line of at most 300 characters", async () => {
      const transport = await serve((response) =>
        sendJson(response, 422, { error: { message: `first\n\t second ${"x".repeat(1000)}` } }),
      );
      const { words = "" } = await failureOf(transport.send(get));
      assert.match(words, /^first second x+…$/);
      assert.equal(words.length, 300);
    });

    it("an HTML page with status 200 is not Workfront", async () => {
      const transport = await serve(raw(200, { "Content-Type": "text/html" }, "<html><h1>Welcome</h1></html>"));
      const { host } = listener;
      assert.deepEqual(await failureOf(transport.send(get)), { kind: "notWorkfront", host, status: 200 });
    });

    it("an HTML page with an error status means what the status means, and none of it is quoted", async () => {
      for (const [status, kind] of [
        [401, "unauthorized"],
        [414, "refused"],
        [503, "unavailable"],
      ] as const) {
        const transport = await serve(raw(status, { "Content-Type": "text/html" }, "<h1>Maintenance</h1>"));
        assert.deepEqual(await failureOf(transport.send(get)), { kind, host: listener.host, status });
      }
    });

    it("JSON that is cut off is a bad reply", async () => {
      const transport = await serve(raw(200, { "Content-Type": "application/json" }, '{"data":[{"ID":"5921'));
      assert.equal((await failureOf(transport.send(get))).kind, "badReply");
    });

    it("an empty answer is a bad reply", async () => {
      const transport = await serve(raw(200, { "Content-Type": "application/json" }, ""));
      assert.equal((await failureOf(transport.send(get))).kind, "badReply");
    });

    it("an answer that breaks off is a lost connection", async () => {
      for (const length of [{ "Content-Length": "1000" }, { "Transfer-Encoding": "chunked" }]) {
        const transport = await serve((response) => {
          response.writeHead(200, { "Content-Type": "application/json", ...length });
          response.write('{"data":', () => response.destroy());
        });
        const { kind, code } = await failureOf(transport.send(get));
        assert.equal(kind, "unreachable");
        assert.match(code ?? "", /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/);
      }
    });
  });

  describe("reads how long the server asks to wait", () => {
    const waitFor = async (retryAfter: string) => {
      const transport = await serve((response) =>
        sendJson(response, 429, { error: { message: "Too many" } }, { "Retry-After": retryAfter }),
      );
      return (await failureOf(transport.send(get))).retryAfter;
    };

    it("as seconds", async () => assert.equal(await waitFor("7"), 7));

    it("as a date", async () => {
      const seconds = await waitFor(new Date(Date.now() + 30_000).toUTCString());
      assert.ok(seconds !== undefined && seconds > 20 && seconds <= 30, String(seconds));
    });

    it("as a date that has passed", async () => assert.equal(await waitFor(new Date(0).toUTCString()), 0));

    it("and ignores what is neither", async () => assert.equal(await waitFor("soon"), undefined));

    it("also beside an HTML page", async () => {
      const transport = await serve(raw(503, { "Content-Type": "text/html", "Retry-After": "3" }, "<h1>Busy</h1>"));
      assert.equal((await failureOf(transport.send(get))).retryAfter, 3);
    });
  });

  describe("follows no redirect", () => {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status}: the other host gets no request and is named in the failure`, async () => {
        const other = await listen();
        open.push(other);
        const location = `${other.url}/login?next=1`;
        const transport = await serve(raw(status, { Location: location }, ""));
        assert.deepEqual(await failureOf(transport.send({ ...get, headers: { apiKey: "k" } })), {
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

  describe("can be cancelled", () => {
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

  it("gives up on an answer larger than it accepts, however small it is on the wire", async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, " "));
    const transport = await serve(raw(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" }, bomb));
    const { host } = listener;
    assert.deepEqual(await failureOf(transport.send(get)), { kind: "tooLarge", host });
  });

  describe("says why a host cannot be reached", () => {
    it("a name that does not exist", async () => {
      const failure = await failureOf(transportTo("https://nobody.my.workfront.invalid").send(get));
      assert.equal(failure.kind, "unreachable");
      assert.equal(failure.host, "nobody.my.workfront.invalid");
      assert.match(failure.code ?? "", /^(ENOTFOUND|EAI_AGAIN)$/);
    });

    it("a port where nobody listens", async () => {
      await serve();
      await listener.stop();
      const { host } = listener;
      assert.deepEqual(await failureOf(transportTo(listener.url).send(get)), {
        kind: "unreachable",
        host,
        code: "ECONNREFUSED",
      });
    });

    it("a connection that is reset", async () => {
      const transport = await serve((response) => response.destroy());
      const { host } = listener;
      assert.deepEqual(await failureOf(transport.send(get)), { kind: "unreachable", host, code: "ECONNRESET" });
    });

    it("a host that does not speak TLS", async () => {
      await serve();
      const { kind, code } = await failureOf(transportTo(listener.url.replace("http:", "https:")).send(get));
      assert.deepEqual({ kind, code }, { kind: "unreachable", code: "EPROTO" });
    });
  });

  describe("logs one line for each request, and in it no query, header or body", () => {
    it("whether it succeeds, fails, is cancelled or never arrives", async () => {
      const traces: RequestTrace[] = [];
      await serve((response, { url }) => {
        if (url.includes("hang")) return;
        sendJson(response, url.includes("fail") ? 422 : 200, { error: url.includes("fail") && { message: "word" } });
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
        [200, 422, "cancelled", "unreachable"].map((result) => ({ ...known, result })),
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
