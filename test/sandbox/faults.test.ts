import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ask, type Question } from "./ask";
import { waitUntil } from "../support/waitUntil";
import { startSandbox, type Effect, type Sandbox, type SandboxUser } from "./server";

describe("faults", () => {
  let sandbox: Sandbox;
  let tyler: SandboxUser;
  beforeEach(async () => {
    sandbox = await startSandbox();
    tyler = sandbox.directory.usersNamed("Tyler Reid")[0]!;
  });
  afterEach(() => sandbox.stop());

  const deactivate = (differences: Question = {}) =>
    ask(sandbox.url, `/attask/api/v22.0/user/${tyler.ID}?isActive=false&fields=isActive`, {
      method: "PUT",
      headers: { apiKey: sandbox.administrator.apiKey },
      ...differences,
    });

  it("answer as told, and how often as told", async () => {
    sandbox.fail({ after: 1, times: 2, effect: { kind: "status", status: 429, retryAfter: 3 } });
    assert.equal((await deactivate()).status, 200);
    const throttled = await deactivate();
    assert.deepEqual([throttled.status, throttled.headers["retry-after"]], [429, "3"]);
    assert.ok(throttled.json.error);
    assert.equal((await deactivate()).status, 429);
    assert.equal((await deactivate()).status, 200);
    assert.deepEqual(
      sandbox.requests.map(({ status }) => status),
      [200, 429, 429, 200],
    );
  });

  it("carry out late what was asked, whether or not somebody still waits", async () => {
    sandbox.fail({ times: 1, effect: { kind: "late", milliseconds: 2000 } });
    const cancel = new AbortController();
    const before = sandbox.requests.length;
    const asked = deactivate({ signal: cancel.signal });
    await waitUntil(() => sandbox.requests.length > before);
    cancel.abort();
    await assert.rejects(asked);
    assert.equal(tyler.isActive, true);
    await waitUntil(() => !tyler.isActive);
  });

  it("answer what was done only when something else has happened", async () => {
    let release = () => undefined as unknown;
    sandbox.fail({ times: 1, effect: { kind: "held", until: new Promise((resolve) => (release = resolve as never)) } });
    let isAnswered = false;
    const asked = deactivate().finally(() => (isAnswered = true));
    await waitUntil(() => !tyler.isActive);
    assert.equal((await deactivate({ method: "GET" })).status, 200);
    assert.equal(isAnswered, false);
    release();
    assert.equal((await asked).status, 200);
  });

  it("show a change only after so many reads", async () => {
    sandbox.fail({ times: 1, effect: { kind: "stale", reads: 2 } });
    const read = async () => ((await deactivate({ method: "GET" })).json.data as SandboxUser).isActive;
    assert.equal(((await deactivate()).json.data as SandboxUser).isActive, false);
    assert.deepEqual([await read(), await read(), await read()], [true, true, false]);
  });

  it("strike only the requests that match, until removed", async () => {
    const fault = sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "html", status: 503 } });
    assert.match((await deactivate()).text, /maintenance/);
    assert.equal((await deactivate({ method: "GET" })).status, 200);
    fault.remove();
    assert.equal((await deactivate()).status, 200);
  });

  const done: [Effect["kind"], boolean][] = [
    ["resetBefore", false],
    ["resetAfter", true],
  ];
  for (const [kind, isDone] of done)
    it(`break the connection ${isDone ? "after" : "before"} the change (${kind})`, async () => {
      sandbox.fail({ effect: { kind } as Effect });
      await assert.rejects(deactivate(), { code: "ECONNRESET" });
      assert.equal(tyler.isActive, !isDone);
    });

  const silent: [Effect["kind"], boolean][] = [
    ["hang", false],
    ["hangAfter", true],
  ];
  for (const [kind, isDone] of silent)
    it(`never answer, ${isDone ? "though the change is made" : "nor change anything"} (${kind})`, async () => {
      sandbox.fail({ effect: { kind } as Effect });
      sandbox.clearRequests();
      const unanswered = deactivate();
      await waitUntil(() => sandbox.requests.length === 1 && tyler.isActive === !isDone);
      const first = await Promise.race([
        unanswered.catch(() => "failed"),
        new Promise((resolve) => setTimeout(resolve, 150, "silent")),
      ]);
      assert.equal(first, "silent");
      assert.equal(tyler.isActive, !isDone);
      const failed = assert.rejects(unanswered);
      await sandbox.stop();
      await failed;
      sandbox = await startSandbox({ users: 1 });
    });

  it("leave isActive as it was behind a 200", async () => {
    sandbox.fail({ effect: { kind: "unchanged" } });
    const reply = await deactivate();
    assert.deepEqual([reply.status, (reply.json.data as SandboxUser).isActive, tyler.isActive], [200, true, true]);
  });

  it("cut the JSON off, replace it, or send the client elsewhere", async () => {
    sandbox.fail({ times: 1, effect: { kind: "truncated" } });
    const cut = await deactivate();
    assert.equal(cut.status, 200);
    assert.throws(() => JSON.parse(cut.text) as unknown, SyntaxError);
    sandbox.fail({ times: 1, effect: { kind: "otherShape" } });
    assert.deepEqual((await deactivate()).json, { items: [] });
    sandbox.fail({ times: 1, effect: { kind: "redirect", location: "https://elsewhere.example.com/" } });
    const moved = await deactivate();
    assert.deepEqual([moved.status, moved.headers["location"]], [302, "https://elsewhere.example.com/"]);
  });

  it("send more than anybody wants", async () => {
    sandbox.fail({ effect: { kind: "tooLarge" } });
    const { body } = await fetch(`${sandbox.url}/attask/api/v22.0/user/search`);
    let received = 0;
    for await (const piece of body! as unknown as AsyncIterable<Uint8Array>) {
      received += piece.length;
      if (received > 20_000_000) break;
    }
    assert.ok(received > 20_000_000);
  });

  it("run a callback before the request, beside any other", async () => {
    sandbox.fail({ effect: { kind: "call", call: () => (tyler.isActive = false) } });
    sandbox.fail({ effect: { kind: "status", status: 503 } });
    assert.equal((await deactivate({ method: "GET" })).status, 503);
    assert.equal(tyler.isActive, false);
  });
});

describe("the limit of concurrent requests", () => {
  it("is answered 429 above it, and the peak is known", async () => {
    const sandbox = await startSandbox({ concurrencyLimit: 3, latency: 100 });
    const headers = { apiKey: sandbox.administrator.apiKey };
    const target = "/attask/api/v22.0/user/count";
    const replies = await Promise.all(Array.from({ length: 5 }, () => ask(sandbox.url, target, { headers })));
    const statuses = replies.map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [200, 200, 200, 429, 429]);
    assert.equal(sandbox.peakConcurrency, 5);
    sandbox.clearRequests();
    assert.equal((await ask(sandbox.url, target, { headers })).status, 200);
    assert.equal(sandbox.peakConcurrency, 1);
    assert.equal(sandbox.requests.length, 1);
    await sandbox.stop();
  });
});

describe("the limit of requests in a second", () => {
  it("is answered 429 above it, and not when the second is over", async () => {
    const sandbox = await startSandbox({ requestsPerSecond: 2 });
    const headers = { apiKey: sandbox.administrator.apiKey };
    const send = async () => (await ask(sandbox.url, "/attask/api/v22.0/user/count", { headers })).status;
    // At once: one after the other, they may take longer than a second.
    assert.deepEqual((await Promise.all([send(), send(), send()])).sort(), [200, 200, 429]);
    await delay(1000);
    assert.equal(await send(), 200);
    await sandbox.stop();
  });
});
