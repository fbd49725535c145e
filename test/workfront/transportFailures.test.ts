import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { readAnswer } from "../../src/workfront/answer";
import type { Failure, FailureKind } from "../../src/workfront/errors";
import { refreshTokens } from "../../src/workfront/oauth";
import type { TransportRequest } from "../../src/workfront/transport";
import { transportTo } from "../support/client";
import { failureOf } from "../support/failure";
import { listen, sendJson } from "../support/listen";
import { selfSigned } from "../support/selfSigned";
import { best } from "../support/work";

const get = { method: "GET", path: "/attask/api/v22.0/USER/search" } as const;

type Answer = (response: ServerResponse) => void;

const tokens = { method: "POST", path: "/integrations/oauth2/api/v1/token" } as const;

/** The failure that this answer leads to, without the host, which every failure has. */
async function failureFrom(answer: Answer, request: TransportRequest = get): Promise<Omit<Failure, "host">> {
  await using listener = await listen(answer);
  const { host, ...failure } = await failureOf(transportTo(listener.url).send(request));
  assert.equal(host, listener.host);
  return failure;
}

const raw =
  (status: number, type: string, body: string | Buffer, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, { "Content-Type": type, ...headers }).end(body);
const json =
  (status: number, body: unknown, headers = {}): Answer =>
  (response) =>
    sendJson(response, status, body, headers);

describe("a failure", () => {
  describe("with an error status is told by it, in Workfront's words", () => {
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
        const answer = json(status, { error: { class: "some.Exception", message: "No, sorry." } });
        assert.deepEqual(await failureFrom(answer), { kind, status, words: "No, sorry." });
      });
    }
  });

  describe("with an error in the answer is told by that", () => {
    it("with words of any length takes no time", async () => {
      const unfinished = "version version unsupported ".repeat(4_000);
      const patterns = [unfinished, `${"version ".repeat(200)}x`, " ".repeat(1_000_000), "<title>".repeat(200_000)];
      for (const message of patterns) {
        const answer = { status: 422, headers: new Headers(), text: JSON.stringify({ error: { message } }) };
        const asked = { origin: "https://x.my.workfront.com", isForTokens: false, secrets: ["secret key"] };
        const read = () => setImmediate().then(() => assert.throws(() => readAnswer(answer, asked)));
        const total = await best(read, "total", 500);
        assert.ok(total < 500, `${total} ms`);
      }
    });

    it("with words beyond any length that people read tells none of them", async () => {
      const message = `${" ".repeat(5000)}the end`;
      assert.deepEqual(await failureFrom(json(422, { error: { message } })), { kind: "refused", status: 422 });
    });

    const signedOut = "You are not currently logged in.";
    const bodies: [what: string, status: number, body: object, kind: FailureKind, words: string][] = [
      ["with status 200 it is refused", 200, { error: { message: "Not so" } }, "refused", "Not so"],
      ["a lost session is unauthorized", 200, { error: { message: signedOut } }, "unauthorized", signedOut],
      [
        "an authentication error is unauthorized, whatever the status",
        500,
        { error: { class: "com.attask.common.AuthenticationException", message: "Wrong" } },
        "unauthorized",
        "Wrong",
      ],
      [
        "one of too many requests is that, whatever the status",
        200,
        { error: { message: "429 Too many concurrent API requests" } },
        "throttled",
        "429 Too many concurrent API requests",
      ],
      [
        "one that names the version is a refused version",
        400,
        { error: { message: "API version v22.0 is not supported" } },
        "versionRefused",
        "API version v22.0 is not supported",
      ],
      [
        "one that merely speaks of a version is refused",
        422,
        { error: { message: "Document version cannot be changed" } },
        "refused",
        "Document version cannot be changed",
      ],
      [
        "an unknown field is refused although its model is named after the version",
        422,
        { error: { message: "In version v15.0 APIModel V15_0 does not support field nope (User)" } },
        "refused",
        "In version v15.0 APIModel V15_0 does not support field nope (User)",
      ],
      [
        "one that repeats what was asked for is refused, whatever that says",
        422,
        { error: { message: "Invalid value for field name: 'invalid session of API version v22.0'" } },
        "refused",
        "Invalid value for field name: 'invalid session of API version v22.0'",
      ],
      [
        "the long form with all its members is one",
        422,
        { error: { class: "x.Y", message: "No", title: null, msgKey: "exception.attask", attributes: [""], code: 0 } },
        "refused",
        "No",
      ],
    ];
    for (const [what, status, body, kind, words] of bodies) {
      it(what, async () => {
        assert.deepEqual(await failureFrom(json(status, body)), { kind, status, words });
      });
    }

    const ofTokens: [body: object, status: number, kind: FailureKind, words: string][] = [
      [
        { statusCode: 400, error: true, type: "BAD_REQUEST", message: "invalid_grant" },
        400,
        "refused",
        "invalid_grant",
      ],
      [{ error: "invalid_grant", error_description: "The code is used up" }, 400, "refused", "The code is used up"],
      [{ error: "invalid_client" }, 401, "unauthorized", "invalid_client"],
      [{ error: "temporarily_unavailable" }, 400, "unavailable", "temporarily_unavailable"],
      [{ error: "server_error", error_description: "Later" }, 400, "unavailable", "Later"],
    ];
    for (const [body, status, kind, words] of ofTokens)
      it(`of OAuth 2 is told in its words: ${JSON.stringify(body)}`, async () => {
        assert.deepEqual(await failureFrom(json(status, body), tokens), { kind, status, words });
      });

    it("and its words become one line of at most 300 characters", async () => {
      const message = `first\n\t second ${"x".repeat(1000)}`;
      const { words = "" } = await failureFrom(json(422, { error: { message } }));
      assert.match(words, /^first second x+…$/);
      assert.equal(words.length, 300);
    });
  });

  describe("without a proper answer is told by what came instead", () => {
    const page = "<html><head><title>Wi-Fi &ndash; sign in</title></head><h1>Welcome</h1></html>";
    const statuses = [200, 400, 401, 403, 404, 407, 408, 409, 410, 413, 414, 422, 429, 451, 500, 502, 503, 504, 511];

    it("a page with whatever status: not Workfront, and nothing of the page but its title", async () => {
      for (const status of statuses)
        for (const type of ["text/html", "text/plain", "application/json"])
          assert.deepEqual(await failureFrom(raw(status, type, page)), {
            kind: "notWorkfront",
            status,
            words: "Wi-Fi &ndash; sign in",
          });
    });

    it("text, or nothing, with an error status: not Workfront", async () => {
      for (const status of statuses.slice(1))
        for (const body of ["Blocked.", "", "{"])
          assert.deepEqual(await failureFrom(raw(status, "text/plain", body)), { kind: "notWorkfront", status });
    });

    const foreign: [body: unknown, words: string | undefined][] = [
      [{ message: "Blocked by policy" }, "Blocked by policy"],
      [{ type: "about:blank", title: "Forbidden", detail: "Not from here" }, "Not from here"],
      [{ error: "Not in your group" }, "Not in your group"],
      [{ timestamp: 1, status: 403, error: "Forbidden", path: "/" }, "Forbidden"],
      [{ error: "unauthorized", message: "Sign in to the gateway" }, "Sign in to the gateway"],
      [{ error: true, message: "Sign in to the gateway" }, "Sign in to the gateway"],
      [{ error: { code: 403, message: "No permission", status: "PERMISSION_DENIED" } }, "No permission"],
      [{ error: { code: "InvalidAuthenticationToken", message: "Access token is empty" } }, "Access token is empty"],
      [{ access_token: "a" }, undefined],
      [{ items: [] }, undefined],
      [{ error: 7 }, undefined],
      [{ error: {} }, undefined],
      [{ error: ["list"] }, undefined],
      [{ error: true }, undefined],
      [[], undefined],
      [null, undefined],
      ["text", undefined],
    ];
    it("JSON of somebody else, with whatever status: not Workfront", async () => {
      for (const status of statuses)
        for (const [body, words] of foreign)
          assert.deepEqual(await failureFrom(json(status, body)), {
            kind: "notWorkfront",
            status,
            ...(words && { words }),
          });
    });

    it("JSON of somebody else in place of tokens: not Workfront, so that nobody is signed out by it", async () => {
      const bodies: unknown[] = [
        { error: "Forbidden" },
        { error: "access_denied", message: "Blocked by policy" },
        { error: { code: 403, message: "No permission" } },
        { data: [] },
      ];
      for (const status of statuses)
        for (const body of bodies) {
          await using listener = await listen(json(status, body));
          const refreshing = refreshTokens(
            transportTo(listener.url),
            { clientId: "c", redirectAddress: "" },
            "refresh",
          );
          assert.equal((await failureOf(refreshing)).kind, "notWorkfront", `${status} ${JSON.stringify(body)}`);
        }
    });

    it("data with an error status: not Workfront, which would say why", async () => {
      assert.deepEqual(await failureFrom(json(403, { data: [] })), { kind: "notWorkfront", status: 403 });
    });

    it("a status of proxies and networks alone: not Workfront, whatever comes with it", async () => {
      for (const status of [407, 511])
        assert.deepEqual(await failureFrom(json(status, { error: { message: "Sign in" } })), {
          kind: "notWorkfront",
          status,
          words: "Sign in",
        });
    });

    it("and is not Workfront either where tokens are asked for", async () => {
      await using listener = await listen(raw(403, "text/html", page));
      const refreshing = refreshTokens(transportTo(listener.url), { clientId: "c", redirectAddress: "" }, "refresh");
      assert.equal((await failureOf(refreshing)).kind, "notWorkfront");
    });

    it("JSON that is cut off, or nothing at all: a bad reply", async () => {
      for (const body of ['{"data":[{"ID":"5921', ""])
        assert.deepEqual(await failureFrom(raw(200, "application/json", body)), { kind: "badReply", status: 200 });
    });

    it("a part, and then the connection broke: it is lost", async () => {
      for (const length of [{ "Content-Length": "1000" }, { "Transfer-Encoding": "chunked" }]) {
        const { kind, code } = await failureFrom((response) => {
          response.writeHead(200, { "Content-Type": "application/json", ...length });
          response.write('{"data":', () => response.destroy());
        });
        assert.equal(kind, "unreachable");
        assert.match(code ?? "", /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/);
      }
    });

    it("more than is read, however small it was on the wire: it is too large", async () => {
      const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, " "));
      const answer = raw(200, "application/json", bomb, { "Content-Encoding": "gzip" });
      assert.deepEqual(await failureFrom(answer), { kind: "tooLarge" });
    });
  });

  describe("says how long the server asks to wait", () => {
    const waitFor = async (retryAfter: string, headers = {}) => {
      const answer = json(429, { error: { message: "Too many" } }, { "Retry-After": retryAfter, ...headers });
      return (await failureFrom(answer)).retryAfter;
    };

    it("in seconds", async () => assert.equal(await waitFor("7"), 7));

    it("until a moment, by the clock of the answer", async () => {
      for (const now of [0, Date.UTC(2001, 1, 1), Date.UTC(2045, 1, 1)]) {
        const [date, until] = [now, now + 30_000].map((time) => new Date(time).toUTCString());
        assert.equal(await waitFor(until!, { Date: date }), 30);
      }
    });

    it("until a moment that has passed", async () => assert.equal(await waitFor(new Date(0).toUTCString()), 0));

    it("but not in words, nor in anything else that is neither", async () => {
      for (const odd of ["soon", "in 2050", "-5", "1.5", "1e9", "5 s", "3 May", "12:30"])
        assert.equal(await waitFor(odd), undefined, odd);
    });

    it("also beside a page", async () => {
      const { retryAfter } = await failureFrom(raw(503, "text/html", "<h1>Busy</h1>", { "Retry-After": "3" }));
      assert.equal(retryAfter, 3);
    });
  });

  describe("says why a host cannot be reached", () => {
    it("a name that does not exist", async () => {
      const failure = await failureOf(transportTo("https://nobody.my.workfront.invalid").send(get));
      assert.equal(failure.kind, "unreachable");
      assert.equal(failure.host, "nobody.my.workfront.invalid");
      assert.match(failure.code ?? "", /^(ENOTFOUND|EAI_AGAIN)$/);
    });

    it("a port where nobody listens", async () => {
      const gone = await listen();
      await gone.stop();
      const { host } = gone;
      const failure = await failureOf(transportTo(gone.url).send(get));
      assert.deepEqual(failure, { kind: "unreachable", host, code: "ECONNREFUSED", isUnsent: true });
    });

    it("a connection that is reset", async () => {
      const failure = await failureFrom((response) => response.destroy());
      assert.deepEqual(failure, { kind: "unreachable", code: "ECONNRESET" });
    });

    it("a host that does not speak TLS", async () => {
      await using plain = await listen();
      const { kind, code } = await failureOf(transportTo(plain.url.replace("http:", "https:")).send(get));
      assert.deepEqual({ kind, code }, { kind: "unreachable", code: "EPROTO" });
    });

    it("a host whose certificate nobody vouches for, which gets no request", async () => {
      const impostor = createServer(selfSigned, () => assert.fail("a request was sent"));
      await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
      const host = `127.0.0.1:${(impostor.address() as AddressInfo).port}`;
      try {
        const failure = await failureOf(
          transportTo(`https://${host}`).send({ ...get, headers: { apiKey: "key-of-the-test" } }),
        );
        assert.deepEqual(failure, { kind: "unreachable", host, code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
      } finally {
        impostor.close();
      }
    });
  });
});
