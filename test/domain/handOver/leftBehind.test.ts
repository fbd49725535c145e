import assert from "node:assert/strict";
import { findLeftBehind, total } from "../../../src/domain/handOver/leftBehind";
import { movableKinds } from "../../../src/domain/handOver/kinds";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { addLeaver, held } from "../../support/handOver";

describe("Work left with deactivated users", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 60 });
  });
  afterEach(() => sandbox.stop());

  it("is found over all of them, with counts by kind, the most first", async () => {
    const [much, little, none] = [addLeaver(sandbox, 300), addLeaver(sandbox, 13), addLeaver(sandbox, 40)];
    much.isActive = little.isActive = false;
    const { people, unknown } = await findLeftBehind(clientFor(sandbox));
    const of = (id: string) => people.find(({ user }) => user.ID === id);
    assert.equal(people[0]?.user.ID, much.ID);
    assert.equal(total(of(much.ID)!), held(sandbox.directory, much.ID));
    assert.equal(total(of(little.ID)!), held(sandbox.directory, little.ID));
    assert.deepEqual([...of(much.ID)!.counts.keys()], movableKinds);
    assert.equal(of(none.ID), undefined);
    assert.ok(people.every(({ user }) => user.isActive === false));
    assert.deepEqual(unknown, []);
  });

  it("takes one request for each kind and page, and one for each 200 people", async () => {
    const others = sandbox.directory.usersWhere(({ ID }) => ID !== sandbox.administrator.ID);
    for (const user of others) Object.assign(user, { isActive: false, userApprovalID: null });
    const ownerID = others[0]!.ID;
    for (let number = 0; number < 2100; number++)
      sandbox.directory.add("TMPL", { name: `Template ${number}`, ownerID });
    sandbox.clearRequests();
    const found: number[] = [];
    const { people } = await findLeftBehind(clientFor(sandbox), { onItems: (count) => found.push(count) });
    assert.equal(
      found.at(-1),
      people.reduce((sum, person) => sum + total(person), 0),
    );
    assert.equal(sandbox.requests.length, movableKinds.length + 1 + 1);
  });

  it("is unknown of kinds that the server declines, in its words", async () => {
    addLeaver(sandbox, 24).isActive = false;
    const message = "assignedTo cannot be searched";
    sandbox.fail({ match: ({ path }) => path.includes("/ASSGN/"), effect: { kind: "status", status: 422, message } });
    const { people, unknown } = await findLeftBehind(clientFor(sandbox));
    assert.deepEqual(
      unknown.map(({ kind, failure }) => [kind, failure.words]),
      [
        ["tasks", message],
        ["issues", message],
      ],
    );
    assert.ok(people.every(({ counts }) => !counts.has("tasks")));
  });

  it("is nobody's who waits for approval or is active, also where a server ignores the filter", async () => {
    const waiting = sandbox.directory.addWaitingUser({ name: "Wai Ting" });
    sandbox.directory.add("PROJ", { name: "Waits", ownerID: waiting.ID, status: "CUR" });
    const active = addLeaver(sandbox, 1);
    const body = { data: [{ ID: "t", name: "Team", ownerID: active.ID }] };
    sandbox.fail({ match: ({ path }) => path.includes("/TEAMOB/"), effect: { kind: "otherShape", body } });
    const { people } = await findLeftBehind(clientFor(sandbox));
    assert.ok(!people.some(({ user }) => [waiting.ID, active.ID].includes(user.ID)));
  });

  it("is looked for no longer when it is canceled", async () => {
    const cancel = new AbortController();
    sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect: { kind: "hang" } });
    const found = findLeftBehind(clientFor(sandbox), {
      signal: cancel.signal,
      onItems: () => cancel.abort(new Error("canceled")),
    });
    addLeaver(sandbox, 24).isActive = false;
    await assert.rejects(found, /canceled/);
  });
});
