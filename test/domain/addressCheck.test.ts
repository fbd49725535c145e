import assert from "node:assert/strict";
import { strangerAt } from "../../src/domain/addressCheck";
import { startSandbox, type Effect, type Sandbox } from "../sandbox/server";
import { transportTo } from "../support/client";
import { failureOf } from "../support/failure";
import { listen } from "../support/listen";

describe("an address that is checked before a secret is typed", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 3 });
  });
  afterEach(() => sandbox.stop());

  it("is a Workfront's where its own JSON comes back, whatever the status, and gets no credential", async () => {
    const effects: (Effect | undefined)[] = [401, 403, 404, 410, 422, 429, 500, 503].map((status) => ({
      kind: "status",
      status,
    }));
    for (const effect of [undefined, ...effects]) {
      const fault = effect && sandbox.fail({ effect });
      assert.equal(await strangerAt(transportTo(sandbox.url)), undefined, JSON.stringify(effect));
      fault?.remove();
    }
    for (const { headers, body } of sandbox.requests)
      assert.deepEqual(
        [headers["apikey"], headers["sessionid"], headers.authorization, headers.cookie, body],
        [undefined, undefined, undefined, undefined, ""],
      );
  });

  it("is a Workfront's that serves older versions only, in whatever form it refuses the others", async () => {
    sandbox.fail({ match: ({ path }) => !path.includes("/v18.0/"), effect: { kind: "html", status: 404 } });
    assert.equal(await strangerAt(transportTo(sandbox.url)), undefined);
  });

  it("is a stranger's where something else comes back, which is told", async () => {
    const effects: [effect: Effect, kind: string][] = [
      [{ kind: "html", status: 200 }, "notWorkfront"],
      [{ kind: "html", status: 404 }, "notWorkfront"],
      [{ kind: "html", status: 503 }, "notWorkfront"],
      [{ kind: "otherShape", body: { hello: "world" } }, "notWorkfront"],
      [{ kind: "redirect", location: "https://example.com/" }, "redirected"],
      [{ kind: "truncated" }, "notWorkfront"],
    ];
    for (const [effect, kind] of effects) {
      const fault = sandbox.fail({ effect });
      assert.equal((await strangerAt(transportTo(sandbox.url)))?.kind, kind, JSON.stringify(effect));
      fault.remove();
    }
  });

  it("is none where nobody answers", async () => {
    const gone = await listen();
    await gone.stop();
    assert.equal((await failureOf(strangerAt(transportTo(gone.url)))).kind, "unreachable");
    sandbox.fail({ effect: { kind: "hang" } });
    assert.equal((await failureOf(strangerAt(transportTo(sandbox.url, { timeout: () => 100 })))).kind, "timeout");
  });
});
