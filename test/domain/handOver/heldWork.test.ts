import assert from "node:assert/strict";
import { readHeldWork } from "../../../src/domain/handOver/heldWork";
import { movableKinds } from "../../../src/domain/handOver/kinds";
import { WorkfrontError } from "../../../src/workfront/errors";
import { startSandbox, type Sandbox, type SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { addLeaver, held } from "../../support/handOver";

describe("The work that users hold", () => {
  let sandbox: Sandbox;
  let leaver: SandboxUser;
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 30 });
    leaver = addLeaver(sandbox, 120);
  });
  afterEach(() => sandbox.stop());

  it("is read kind by kind, each item with name, project, status and whose it is", async () => {
    const read: number[] = [];
    const found = await readHeldWork(clientFor(sandbox), [leaver.ID], { onItems: (count) => read.push(count) });
    assert.deepEqual(
      found.map(({ kind }) => kind),
      movableKinds,
    );
    const items = found.flatMap((one) => one.items);
    assert.equal(items.length, held(sandbox.directory, leaver.ID));
    assert.equal(read.at(-1), items.length);
    assert.ok(items.every(({ name, holder }) => name && holder.ID === leaver.ID && holder.name === "Lea Ver"));
    for (const { kind, items: ofKind, failure } of found)
      assert.ok(ofKind.length > 0 && !failure, `${kind}: ${JSON.stringify(failure)}`);
    const task = items.find(({ kind, along }) => kind === "tasks" && along["roleID"]);
    const { shown, status, objCode, along } = task!;
    assert.deepEqual([objCode, shown.objCode, status], ["ASSGN", "TASK", "In Progress"]);
    assert.ok(sandbox.directory.table("TASK").has(shown.ID));
    assert.ok(along["roleID"]?.name);
    assert.ok(task!.project);
  });

  it("is that of several users together, and only what is still open", async () => {
    const other = addLeaver(sandbox, 24);
    const [done, project] = [sandbox.directory.records("TASK"), sandbox.directory.records("PROJ")].map((records) =>
      records.find(({ ownerID, assignedToID }) => [ownerID, assignedToID].includes(other.ID)),
    );
    done!["actualCompletionDate"] = Date.now();
    project!["status"] = "CPL";
    const found = await readHeldWork(clientFor(sandbox), [leaver.ID, other.ID]);
    const items = found.flatMap((one) => one.items);
    const expected = held(sandbox.directory, leaver.ID) + held(sandbox.directory, other.ID);
    assert.equal(items.length, expected - 2);
    assert.ok(!items.some(({ shown }) => [done!.ID, project!.ID].includes(shown.ID)));
  });

  it("is read beyond one page, one request for each, and not a page more after it is canceled", async () => {
    const ownerID = leaver.ID;
    for (let number = 0; number < 4100; number++)
      sandbox.directory.add("TMPL", { name: `Template ${number}`, ownerID });
    const sent = () => sandbox.requests.length;
    sandbox.clearRequests();
    const [templates] = await readHeldWork(clientFor(sandbox), [ownerID], { kinds: ["templates"] });
    assert.ok(templates!.items.length > 4100);
    assert.equal(new Set(templates!.items.map(({ ID }) => ID)).size, templates!.items.length);
    assert.equal(sent(), 3);
    sandbox.clearRequests();
    const cancel = new AbortController();
    const onItems = () => cancel.abort(new Error("canceled"));
    const options = { kinds: ["templates"] as const, signal: cancel.signal, onItems };
    await assert.rejects(readHeldWork(clientFor(sandbox), [ownerID], options), /canceled/);
    assert.ok(sent() <= 2);
  });

  it("is unknown, with the server's words, of the kinds that it declines, and known of all others", async () => {
    const effect = { kind: "status", status: 422, message: "RRUL cannot be searched" } as const;
    sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect });
    const found = await readHeldWork(clientFor(sandbox), [leaver.ID]);
    for (const { kind, items, failure } of found) {
      assert.equal(failure?.words, kind === "routingRules" ? "RRUL cannot be searched" : undefined);
      assert.equal(items.length > 0, kind !== "routingRules", kind);
    }
  });

  it("is read with fewer fields where a server does not know one of them", async () => {
    const message = "APIModel V22_0 does not support field status (Project)";
    const match = ({ url }: { url: string }) => url.includes("PROJ/search") && /fields=[^&]*status/.test(url);
    sandbox.fail({ match, effect: { kind: "status", status: 422, message } });
    const [projects] = await readHeldWork(clientFor(sandbox), [leaver.ID], { kinds: ["projects"] });
    assert.ok(projects!.items.length > 0);
    assert.ok(projects!.items.every(({ name, status }) => name && !status));
  });

  it("tells statuses by their codes where the server does not say what they are called", async () => {
    sandbox.fail({ match: ({ path }) => path.endsWith("/metadata"), effect: { kind: "status", status: 403 } });
    const [projects] = await readHeldWork(clientFor(sandbox), [leaver.ID], { kinds: ["projects"] });
    assert.deepEqual(new Set(projects!.items.map(({ status }) => status)), new Set(["CUR", "PLN"]));
  });

  it("holds nothing of others where a server ignores the filter", async () => {
    const body = {
      data: sandbox.directory.records("TEAMOB").map(({ ID }) => ({ ID, name: "x", ownerID: "somebody" })),
    };
    sandbox.fail({ match: ({ path }) => path.includes("/TEAMOB/"), effect: { kind: "otherShape", body } });
    const [teams] = await readHeldWork(clientFor(sandbox), [leaver.ID], { kinds: ["teams"] });
    assert.deepEqual(teams!.items, []);
  });

  it("ends with the failure that would hide all kinds", async () => {
    sandbox.fail({ effect: { kind: "status", status: 401 } });
    await assert.rejects(
      readHeldWork(clientFor(sandbox), [leaver.ID]),
      (error) => error instanceof WorkfrontError && error.kind === "unauthorized",
    );
  });
});
