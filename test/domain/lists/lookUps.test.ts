import assert from "node:assert/strict";
import { LookUps } from "../../../src/domain/lists/lookUps";
import { startSandbox, type Sandbox, type SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { failureOf } from "../../support/failure";
import { matchList } from "../../support/lists";
import { userDetail } from "../../support/users";

describe("Looking up a list", () => {
  let sandbox: Sandbox;
  let bo: SandboxUser;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 20 });
    bo = sandbox.directory.addUser({ name: "Bo Low", username: "bo", emailAddr: "bo@example.com" });
  });
  afterEach(() => sandbox.stop());

  const kinds = async (content: string) =>
    (await matchList(clientFor(sandbox), content)).matches.map(({ kind }) => kind);
  const declineUsernames = (status = 422) =>
    sandbox.fail({
      match: ({ parameters }) => [...parameters.keys()].some((name) => name.includes("username")),
      effect: { kind: "status", status },
    });

  it("asks in several requests, each of which fits into a URL", async () => {
    const lines = Array.from({ length: 950 }, (_, index) => `leaver.number.${index}@some.department.example.com`);
    sandbox.clearRequests();
    const found = await kinds([...lines, "bo@example.com"].join("\n"));
    assert.equal(found.filter((kind) => kind === "notFound").length, 950);
    assert.equal(found.at(-1), "matched");
    assert.ok(sandbox.requests.length >= 10);
    for (const { method, url } of sandbox.requests) assert.ok(method === "GET" && url.length < 8000, url.slice(0, 80));
  });

  it("asks for no username where nothing in the list is one", async () => {
    declineUsernames();
    assert.deepEqual(await kinds("Email;Team\nbo@example.com;bo\nnosuch@example.com;bo\n"), ["matched", "notFound"]);
  });

  it("asks for no username of a user who is found already", async () => {
    declineUsernames();
    assert.deepEqual(await kinds(`Email;Username\nbo@example.com;BO\n${bo.ID};bo\n`), ["matched", "duplicate"]);
  });

  it("could not look up usernames where Workfront declines that, and finds everybody else", async () => {
    for (const status of [422, 403, 500]) {
      const declined = declineUsernames(status);
      assert.deepEqual(await kinds("bo\ncy"), ["notLookedUp", "notLookedUp"]);
      const [first, second] = (await matchList(clientFor(sandbox), "Username\nbo\nbo@example.com\n")).matches;
      assert.deepEqual([first?.kind, second?.kind], ["notLookedUp", "toDecide"]);
      assert.deepEqual(await kinds("Email;Username\nbo@example.com;cy\nbo@example.com;\n"), ["toDecide", "matched"]);
      declined.remove();
    }
  });

  it("fails as a whole where the first request fails, or the sign-in has ended", async () => {
    sandbox.fail({ times: 1, effect: { kind: "status", status: 403 } });
    assert.equal((await failureOf(kinds("bo@example.com"))).kind, "forbidden");
    sandbox.revokeKey(sandbox.administrator.apiKey);
    assert.equal((await failureOf(kinds("bo"))).kind, "unauthorized");
  });

  it("believes no answer that holds others than it asked for", async () => {
    const source = {
      findUsers: () => Promise.resolve([userDetail(), userDetail()]),
      findUsersByUsername: () => Promise.resolve([userDetail()]),
    };
    for (const content of ["bo@example.com", "bo"])
      assert.deepEqual(
        (await matchList(source, content)).matches.map(({ kind }) => kind),
        ["notFound"],
      );
  });

  it("asks nothing twice when the column is changed", async () => {
    const lookUps = new LookUps(clientFor(sandbox));
    await lookUps.ask([{ kind: "email", text: "bo@example.com" }]);
    sandbox.clearRequests();
    await lookUps.ask([{ kind: "email", text: "BO@example.com" }]);
    assert.equal(sandbox.requests.length, 0);
    assert.deepEqual(
      lookUps.answer({ kind: "email", text: "Bo@example.com" })?.users.map(({ ID }) => ID),
      [bo.ID],
    );
  });

  it("refuses users who wait for approval, whatever is wished", async () => {
    const user = userDetail({
      emailAddr: "new@example.com",
      isActive: false,
      userApproval: { ID: "1".repeat(32) },
    });
    const source = { findUsers: () => Promise.resolve([user]), findUsersByUsername: () => Promise.resolve([]) };
    for (const wish of ["deactivate", "reactivate"] as const)
      assert.deepEqual(
        (await matchList(source, "new@example.com", { wish })).matches.map(({ kind }) => kind),
        ["refused"],
      );
  });
});
