import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import type { FailureKind } from "../../src/workfront/errors";
import { startSandbox, type Sandbox } from "../sandbox/server";
import type { Effect } from "../sandbox/faults";
import { clientFor, setActive } from "../support/client";
import { failureOf } from "../support/failure";
import { listeningToWaits } from "../../src/workfront/waits";
import { waitUntil } from "../support/waitUntil";

const page = { first: 0, limit: 100 };

describe("a call", () => {
  let sandbox: Sandbox;
  let chosen: string;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 12 });
    chosen = sandbox.directory.addUser().ID;
  });
  afterEach(() => sandbox.stop());

  /** Milliseconds: few only where no answer comes, so that no busy computer takes longer. */
  const patience = ({ kind }: Effect) => (kind.startsWith("hang") ? 300 : 5000);
  const isActive = () => sandbox.directory.users.get(chosen)?.isActive;

  /** When each request arrives, in milliseconds after the first. */
  function arrivals(): number[] {
    const times: number[] = [];
    sandbox.fail({ effect: { kind: "call", call: () => times.push(performance.now() - (times[0] ?? 0)) } });
    return times;
  }

  const status = (code: number): Effect => ({ kind: "status", status: code });

  describe("that reads", () => {
    const passing: [what: string, effect: Effect, kind: FailureKind][] = [
      ["500", status(500), "serverError"],
      ["502", status(502), "unavailable"],
      ["503 with a page", { kind: "html", status: 503 }, "notWorkfront"],
      ["504", status(504), "unavailable"],
      ["408 with a page", { kind: "html", status: 408 }, "notWorkfront"],
      ["429 with a page", { kind: "html", status: 429 }, "notWorkfront"],
      ["a reset connection", { kind: "resetBefore" }, "unreachable"],
      ["a lost answer", { kind: "resetAfter" }, "unreachable"],
      ["an answer that is cut off", { kind: "truncated" }, "badReply"],
    ];
    for (const [what, effect, kind] of passing) {
      it(`is sent again after ${what}, twice`, async () => {
        const client = clientFor(sandbox);
        sandbox.fail({ times: 2, effect });
        assert.equal(await client.countUsers({}), 13);
        assert.equal(sandbox.requests.length, 3);
        sandbox.fail({ effect });
        assert.equal((await failureOf(client.countUsers({}))).kind, kind);
        assert.equal(sandbox.requests.length, 6);
      });
    }

    it("is sent again after a connection that is aborted as only Windows aborts one, twice", async () => {
      let attempts = 0;
      let aborted = 2;
      const abort = (message: unknown) => {
        const { request } = message as { request: ClientRequest };
        const error = Object.assign(new Error("write ECONNABORTED"), { code: "ECONNABORTED", syscall: "write" });
        if (++attempts <= aborted) request.destroy(error);
      };
      subscribe("http.client.request.start", abort);
      try {
        assert.equal(await clientFor(sandbox).countUsers({}), 13);
        assert.equal(attempts, 3);
        aborted = Infinity;
        const { kind, code } = await failureOf(clientFor(sandbox).countUsers({}));
        assert.deepEqual([kind, code, attempts], ["unreachable", "ECONNABORTED", 6]);
      } finally {
        unsubscribe("http.client.request.start", abort);
      }
    });

    it("is sent again after 429 for longer, while every other call of the client waits, too", async () => {
      const client = clientFor(sandbox, { firstDelay: 500 });
      const times = arrivals();
      sandbox.fail({ times: 1, effect: status(429) });
      const waits: number[] = [];
      const first = listeningToWaits(
        (seconds) => waits.push(seconds),
        () => client.countUsers({}),
      );
      await waitUntil(() => waits.length > 0);
      await client.countUsers({});
      assert.equal(await first, 13);
      assert.ok(times.length === 3 && times.slice(1).every((time) => time >= 490), String(times));
      sandbox.clearRequests();
      sandbox.fail({ effect: status(429) });
      assert.equal((await failureOf(clientFor(sandbox).countUsers({}))).kind, "throttled");
      assert.ok(sandbox.requests.length > 3 && sandbox.requests.length < 8, String(sandbox.requests.length));
    });

    it("keeps its place while it waits to be sent again, so that it is not refused behind a hundred others", async () => {
      const client = clientFor(sandbox, { concurrency: () => 1 });
      sandbox.fail({ times: 1, effect: status(429) });
      const asked = [{ isActive: true }, { isActive: false }, { text: "a" }];
      await Promise.all(asked.map((criteria) => client.countUsers(criteria)));
      const [first, ...others] = sandbox.requests.map(({ parameters }) => String(parameters));
      assert.equal(others[0], first);
      assert.equal(new Set(others).size, 3);
    });

    it("is sent again after 429 for as long, however long it had to wait for its turn", async () => {
      // So patient for a second, which is far more than two tries take.
      const client = clientFor(sandbox, { concurrency: () => 1, firstDelay: 50 });
      sandbox.fail({ times: 1, effect: { kind: "slow", milliseconds: 1200 } });
      sandbox.fail({ times: 2, effect: status(429) });
      const [, counted] = await Promise.all([client.countUsers({}), client.countUsers({}, { retries: 1 })]);
      assert.equal(counted, 13);
    });

    const lasting: [what: string, effect: Effect, kind: FailureKind][] = [
      ["400", status(400), "refused"],
      ["401", status(401), "unauthorized"],
      ["403", status(403), "forbidden"],
      ["404", status(404), "notFound"],
      ["410", status(410), "versionRefused"],
      ["422", status(422), "refused"],
      ["a page", { kind: "html", status: 200 }, "notWorkfront"],
      ["the page of a firewall", { kind: "html", status: 403 }, "notWorkfront"],
      ["the page of a proxy", { kind: "html", status: 407 }, "notWorkfront"],
      ["the page of a network", { kind: "html", status: 511 }, "notWorkfront"],
      ["a redirect", { kind: "redirect", location: "https://example.com/" }, "redirected"],
      ["JSON of somebody else", { kind: "otherShape" }, "notWorkfront"],
      ["no answer in time", { kind: "hang" }, "timeout"],
    ];
    for (const [what, effect, kind] of lasting) {
      it(`is not sent again after ${what}`, async () => {
        sandbox.fail({ effect });
        assert.equal((await failureOf(clientFor(sandbox, { timeout: patience(effect) }).countUsers({}))).kind, kind);
        assert.equal(sandbox.requests.length, 1);
      });
    }

    it("is not sent again where an answer has no end", async () => {
      sandbox.fail({ effect: { kind: "tooLarge" } });
      assert.equal((await failureOf(clientFor(sandbox).countUsers({}))).kind, "tooLarge");
      assert.equal(sandbox.requests.length, 1);
    });

    it("and is too long for an address travels as a form, and means the same", async () => {
      const client = clientFor(sandbox);
      for (const length of [100, 2500, 2700, 4000, 9000]) {
        const text = "ü".repeat(length);
        sandbox.clearRequests();
        assert.deepEqual(await client.searchUsers({ text }, page), []);
        const [request] = sandbox.requests;
        assert.equal(request?.parameters.get("name"), text);
        assert.equal(request.method, length > 100 ? "POST" : "GET");
        assert.equal(request.parameters.get("method"), length > 100 ? "GET" : null);
      }
    });

    it("never has an address of 8,892 bytes or more", async () => {
      const client = clientFor(sandbox);
      for (let length = 2400; length < 2900; length += 7) await client.countUsers({ text: "x".repeat(length) });
      const lengths = sandbox.requests.map(({ url }) => sandbox.url.length + url.length);
      assert.ok(Math.max(...lengths) < 8892);
      assert.ok(new Set(sandbox.requests.map(({ method }) => method)).size === 2, "no length was near the limit");
    });
  });

  describe("that changes", () => {
    it("is not sent where the connection was made read-only while it waited for its turn", async () => {
      let isReadOnly = false;
      const client = clientFor(sandbox, { concurrency: () => 1, readOnly: () => isReadOnly });
      sandbox.fail({ times: 1, effect: { kind: "slow", milliseconds: 30 } });
      const first = client.countUsers({});
      const change = failureOf(setActive(client, chosen, false));
      await waitUntil(() => sandbox.requests.length === 1);
      isReadOnly = true;
      assert.equal((await change).kind, "readOnly");
      await first;
      assert.equal(sandbox.requests.length, 1);
    });

    const uncertain: [what: string, effect: Effect, kind: FailureKind, applied: boolean][] = [
      ["429", status(429), "throttled", false],
      ["500", status(500), "serverError", false],
      ["503", status(503), "unavailable", false],
      ["a reset connection", { kind: "resetBefore" }, "unreachable", false],
      ["a lost answer", { kind: "resetAfter" }, "unreachable", true],
      ["an answer that is cut off", { kind: "truncated" }, "badReply", true],
      ["no answer in time", { kind: "hang" }, "timeout", false],
      ["no answer in time to what was done", { kind: "hangAfter" }, "timeout", true],
    ];
    for (const [what, effect, kind, applied] of uncertain) {
      it(`is sent once where ${what} leaves its sender to find out whether it was done`, async () => {
        sandbox.fail({ effect });
        const failure = await failureOf(setActive(clientFor(sandbox, { timeout: patience(effect) }), chosen, false));
        assert.equal(failure.kind, kind);
        assert.equal(sandbox.requests.length, 1);
        assert.equal(isActive(), !applied);
      });
    }
  });

  describe("to a server that says how long to wait", () => {
    it("waits that long, and so does every other call of the same client", async () => {
      const times = arrivals();
      sandbox.fail({ times: 1, effect: { kind: "status", status: 429, retryAfter: 1 } });
      const client = clientFor(sandbox);
      const first = client.countUsers({});
      await waitUntil(() => sandbox.requests[0]?.status === 429);
      // Sent only after the first call has learned of the pause.
      const second = first.then(() => client.countUsers({}));
      const third = waitUntil(() => times.length > 1).then(() => setActive(client, chosen, false));
      await Promise.all([first, second, third]);
      assert.ok(times.slice(1).every((time) => time >= 990));
    });

    for (const [direction, hours] of [
      ["back", -1],
      ["forward", 1],
    ] as const)
      it(`waits that long with every call, also where somebody sets the clock ${direction}`, async () => {
        const times = arrivals();
        sandbox.fail({ times: 1, effect: { kind: "status", status: 429, retryAfter: 1 } });
        const client = clientFor(sandbox);
        const waits: number[] = [];
        const count = () =>
          listeningToWaits(
            (seconds) => waits.push(seconds),
            () => client.countUsers({}),
          );
        const first = count();
        await waitUntil(() => waits.length > 0);
        const { now } = Date;
        Date.now = () => now() + hours * 3_600_000;
        try {
          assert.deepEqual(await Promise.all([first, count()]), [13, 13]);
        } finally {
          Date.now = now;
        }
        assert.ok(waits.every((seconds) => seconds <= 1));
        assert.ok(times.slice(1).every((time) => time >= 990) && times.length === 3, String(times));
      });

    it("waits no longer than a minute, but tells at once", async () => {
      sandbox.fail({ times: 1, effect: { kind: "status", status: 429, retryAfter: 3600 } });
      const client = clientFor(sandbox);
      const failure = await failureOf(client.countUsers({}));
      assert.deepEqual({ kind: failure.kind, retryAfter: failure.retryAfter }, { kind: "throttled", retryAfter: 3600 });
      assert.equal(await client.countUsers({}), 13);
    });
  });

  describe("shares with all others of its client", () => {
    it("one limit of requests under way, which is used and never exceeded", async () => {
      const busy = await startSandbox({ users: 12, latency: 100 });
      try {
        const client = clientFor(busy, { concurrency: () => 3 });
        const { ID } = busy.directory.addUser();
        const calls = Array.from({ length: 15 }, (_, index) =>
          index % 3 === 0
            ? client.countUsers({})
            : index % 3 === 1
              ? setActive(client, ID, true)
              : client.getUsers([ID]),
        );
        await Promise.all(calls);
        assert.equal(busy.peakConcurrency, 3);
      } finally {
        await busy.stop();
      }
    });

    it("a limit that may change at any time", async () => {
      let limit = 1;
      const client = clientFor(sandbox, { concurrency: () => limit });
      sandbox.fail({ effect: { kind: "slow", milliseconds: 150 } });
      const several = () => Promise.all(Array.from({ length: 8 }, () => client.countUsers({})));
      await several();
      assert.equal(sandbox.peakConcurrency, 1);
      limit = 4;
      await several();
      assert.equal(sandbox.peakConcurrency, 4);
      sandbox.clearRequests();
      limit = 2;
      await client.countUsers({});
      await several();
      assert.equal(sandbox.peakConcurrency, 2);
    });
  });

  describe("can be canceled", () => {
    const reason = new Error("canceled");

    it("while it reads: it rejects with the reason and is not sent again", async () => {
      const controller = new AbortController();
      sandbox.fail({ effect: { kind: "hang" } });
      const client = clientFor(sandbox, { timeout: 60_000 });
      const call = client.searchUsers({}, page, { signal: controller.signal });
      await waitUntil(() => sandbox.requests.length === 1);
      controller.abort(reason);
      await assert.rejects(call, reason);
      assert.equal(sandbox.requests.length, 1);
    });

    it("while it waits to be sent again", async () => {
      const controller = new AbortController();
      sandbox.fail({ effect: status(503) });
      const call = clientFor(sandbox, { firstDelay: 60_000 }).countUsers({}, { signal: controller.signal });
      await waitUntil(() => sandbox.requests[0]?.status === 503);
      controller.abort(reason);
      await assert.rejects(call, reason);
      assert.equal(sandbox.requests.length, 1);
    });

    it("while it waits as long as the server asked", async () => {
      const controller = new AbortController();
      sandbox.fail({ times: 1, effect: { kind: "status", status: 429, retryAfter: 50 } });
      const client = clientFor(sandbox);
      await failureOf(client.countUsers({}, { retries: 0 }));
      const call = client.countUsers({}, { signal: controller.signal });
      setImmediate(() => controller.abort(reason));
      await assert.rejects(call, (error) => error === reason);
      assert.equal(sandbox.requests.length, 1);
    });

    it("while it waits for a slot: then it is never sent", async () => {
      const controller = new AbortController();
      const client = clientFor(sandbox, { concurrency: () => 1 });
      sandbox.fail({ times: 1, effect: { kind: "slow", milliseconds: 30 } });
      const first = client.countUsers({});
      const second = setActive(client, chosen, false, controller.signal);
      await waitUntil(() => sandbox.requests.length === 1);
      controller.abort(reason);
      await assert.rejects(second, reason);
      await first;
      assert.equal(sandbox.requests.length, 1);
      assert.equal(isActive(), true);
    });

    it("while it waits for a slot: it leaves the queue at once, however long the others take", async () => {
      const client = clientFor(sandbox, { concurrency: () => 1, timeout: 60_000 });
      sandbox.fail({ times: 1, effect: { kind: "hang" } });
      const end = new AbortController();
      const first = client.countUsers({}, { signal: end.signal });
      await waitUntil(() => sandbox.requests.length === 1);
      const controller = new AbortController();
      const second = client.countUsers({}, { signal: controller.signal });
      controller.abort(reason);
      await assert.rejects(second, reason);
      const third = client.countUsers({});
      end.abort(reason);
      await assert.rejects(first, reason);
      assert.equal(await third, 13);
    });

    it("while it changes: what was sent is waited for, and its answer kept", async () => {
      const controller = new AbortController();
      sandbox.fail({ effect: { kind: "slow", milliseconds: 30 } });
      const call = setActive(clientFor(sandbox), chosen, false, controller.signal);
      await waitUntil(() => sandbox.requests.length === 1);
      controller.abort(reason);
      assert.equal(await call, false);
      assert.equal(isActive(), false);
    });

    it("while it changes and the answer is lost: the loss is told, for it may have been done", async () => {
      const controller = new AbortController();
      sandbox.fail({ effect: { kind: "call", call: () => controller.abort(reason) } });
      sandbox.fail({ effect: { kind: "resetAfter" } });
      const failure = await failureOf(setActive(clientFor(sandbox), chosen, false, controller.signal));
      assert.equal(failure.kind, "unreachable");
    });
  });
});
