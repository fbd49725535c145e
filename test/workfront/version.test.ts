import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { apiKeyCredential } from "../../src/workfront/credential";
import { WorkfrontClient } from "../../src/workfront/client";
import { agreeOnVersion, versions, type Version } from "../../src/workfront/version";
import { startSandbox } from "../sandbox/server";
import { clientFor, transportTo } from "../support/client";
import { failureOf } from "../support/failure";
import { listen, sendJson, type Listener } from "../support/listen";

const ada = { ID: "592125e60089b88fae8b51c08383e144", name: "Ada", objCode: "USER", isActive: true };

describe("the API version", () => {
  let listener: Listener;

  /** Agrees with a host that gives the answer of its kind to each version. */
  async function agree(answer: (version: string, response: ServerResponse) => void, candidates?: readonly Version[]) {
    listener = await listen((response, { url }) => answer(url.split("/")[3] ?? "", response));
    const transport = transportTo(listener.url);
    return agreeOnVersion((version) => clientOn(transport, version).whoAmI(), candidates);
  }

  function clientOn(transport: ReturnType<typeof transportTo>, version: Version): WorkfrontClient {
    return new WorkfrontClient({
      transport,
      credential: apiKeyCredential("key-of-the-test"),
      version: { current: version },
      concurrency: () => 4,
      readOnly: () => false,
    });
  }

  const asked = () => listener.received.map(({ url }) => url.split("/")[3]);
  const refuse = (status: number, message: string) => (response: ServerResponse) =>
    sendJson(response, status, { error: { message } });

  afterEach(() => listener.stop());

  it("is the newest where the host serves it, found with one request", async () => {
    const { version, answer } = await agree((_, response) => sendJson(response, 200, { data: ada }));
    assert.equal(version, "v22.0");
    assert.equal(answer.name, "Ada");
    assert.deepEqual(asked(), ["v22.0"]);
  });

  describe("steps down, one by one, where the host refuses it", () => {
    const refusals: [how: string, refuse: (response: ServerResponse) => void][] = [
      ["with 404", refuse(404, "Not found")],
      ["with 404 and a page", (response) => response.writeHead(404, { "Content-Type": "text/html" }).end("<h1>404")],
      ["with 410", refuse(410, "This resource is no longer available")],
      ["with 410 and nothing", (response) => response.writeHead(410).end()],
      ["with 400 and an error that names the version", refuse(400, "v22.0 is not a supported API")],
      ["with 200 and an error that names the version", refuse(200, "Unsupported version")],
    ];
    for (const [how, answer] of refusals) {
      it(how, async () => {
        const { version } = await agree((asked, response) =>
          asked === "v20.0" ? sendJson(response, 200, { data: [ada] }) : answer(response),
        );
        assert.equal(version, "v20.0");
        assert.deepEqual(asked(), ["v22.0", "v21.0", "v20.0"]);
      });
    }
  });

  describe("stays where the failure says nothing about it", () => {
    const others: [what: string, answer: (response: ServerResponse) => void, kind: string][] = [
      ["a refused key", refuse(401, "You are not currently logged in."), "unauthorized"],
      ["a refused key, of the version or not", refuse(401, "Invalid API version or key"), "unauthorized"],
      ["a missing permission", refuse(403, "No"), "forbidden"],
      ["an overloaded host", refuse(429, "Too many"), "throttled"],
      ["a broken host", refuse(500, "Unexpected error in version v22.0"), "serverError"],
      ["maintenance", (response) => response.writeHead(503).end("<html>"), "notWorkfront"],
      ["a lost connection", (response) => response.destroy(), "unreachable"],
      ["a redirect", (response) => response.writeHead(302, { Location: "/sso" }).end(), "redirected"],
      ["JSON of somebody else", (response) => sendJson(response, 200, { hello: "world" }), "notWorkfront"],
    ];
    for (const [what, answer, kind] of others) {
      it(what, async () => {
        assert.equal((await failureOf(agree((_, response) => answer(response)))).kind, kind);
        assert.deepEqual(asked(), ["v22.0"]);
      });
    }
  });

  it("is none where the host answers with a page: it is not a Workfront", async () => {
    const answer = (_: string, response: ServerResponse) =>
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Hello</title>");
    const failure = await failureOf(agree(answer));
    assert.deepEqual(failure, { kind: "notWorkfront", host: listener.host, status: 200, words: "Hello" });
    assert.deepEqual(asked(), ["v22.0"]);
  });

  it("is none where every version is refused, and the last refusal's words are kept", async () => {
    const failure = await failureOf(agree((version, response) => refuse(404, `No ${version} here`)(response)));
    assert.deepEqual(failure, { kind: "notWorkfront", host: listener.host, status: 404, words: "No v15.0 here" });
    assert.deepEqual(asked(), [...versions]);
  });

  it("that was set is the only one asked for", async () => {
    const failure = await failureOf(agree((_, response) => refuse(410, "Gone")(response), ["v15.0"]));
    assert.equal(failure.kind, "notWorkfront");
    assert.deepEqual(asked(), ["v15.0"]);
  });
});

describe("every API version that is served", () => {
  it("can be worked with", async () => {
    const sandbox = await startSandbox({ users: 3 });
    try {
      for (const version of versions) {
        const client = clientFor(sandbox, { version });
        assert.equal((await client.whoAmI()).ID, sandbox.administrator.ID, version);
        assert.equal((await client.searchUsers({}, { first: 0, limit: 10 })).length, 3, version);
        assert.equal(await client.countUsers({}), 3, version);
      }
    } finally {
      await sandbox.stop();
    }
  });

  it("excludes those that a host has given up, where the newest of the others is found", async () => {
    const sandbox = await startSandbox({ users: 3, era: "2026" });
    try {
      const old: Version[] = ["v17.0", "v16.0", "v15.0"];
      const { kind } = await failureOf(agreeOnVersion((version) => clientFor(sandbox, { version }).whoAmI(), old));
      assert.equal(kind, "notWorkfront");
      const { version } = await agreeOnVersion((candidate) => clientFor(sandbox, { version: candidate }).whoAmI());
      assert.equal(version, "v22.0");
    } finally {
      await sandbox.stop();
    }
  });
});
