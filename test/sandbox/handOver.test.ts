import assert from "node:assert/strict";
import { ask, type Reply } from "./ask";
import type { SandboxRecord } from "./directory";
import { startSandbox, type Sandbox, type SandboxOptions, type SandboxUser } from "./server";

describe("handing work over", () => {
  let sandbox: Sandbox;
  let leaver: SandboxUser;
  let successor: SandboxUser;
  const start = async (options: SandboxOptions = {}): Promise<void> => {
    sandbox = await startSandbox({ users: 30, ...options });
    leaver = sandbox.directory.usersNamed("Tyler Reid")[0]!;
    successor = sandbox.directory.addUser({ firstName: "Sue", lastName: "Next", name: "Sue Next" });
  };
  beforeEach(() => start());
  afterEach(() => sandbox.stop());

  const put = (target: string, body: unknown): Promise<Reply> => {
    const headers = { apiKey: sandbox.administrator.apiKey, "Content-Type": "application/json" };
    return ask(sandbox.url, `/attask/api/v22.0/${target}`, { method: "PUT", headers, body: JSON.stringify(body) });
  };
  const held = (code: string, field: string): SandboxRecord =>
    sandbox.directory.records(code).find((record) => record[field] === leaver.ID)!;

  const get = async (target: string): Promise<SandboxRecord[]> => {
    const headers = { apiKey: sandbox.administrator.apiKey };
    const reply = await ask(sandbox.url, `/attask/api/v22.0/${target}`, { headers });
    assert.equal(reply.status, 200, reply.text);
    return reply.json.data as SandboxRecord[];
  };

  const kinds: [code: string, field: string][] = [
    ["PROJ", "ownerID"],
    ["PROJ", "sponsorID"],
    ["TMPL", "ownerID"],
    ["PORT", "ownerID"],
    ["PRGM", "ownerID"],
    ["TEAMOB", "ownerID"],
    ["RRUL", "defaultAssignedToID"],
    ["ASSGN", "assignedToID"],
    ["PTLSEC", "runAsUserID"],
  ];
  for (const [code, field] of kinds) {
    it(`changes ${code}.${field}, one by one and, but for reports, in bulk, and shows the new value`, async () => {
      const { ID } = held(code, field);
      const one = await put(`${code}/${ID}?fields=${field}`, { [field]: successor.ID });
      assert.deepEqual([one.status, (one.json.data as SandboxRecord)[field]], [200, successor.ID], one.text);
      const back = await put(`${code}?fields=${field}`, [{ ID, [field]: leaver.ID }]);
      if (code === "PTLSEC") {
        assert.match(back.json.error?.message ?? "", /Bulk edit is not supported/);
        return;
      }
      assert.deepEqual([back.status, (back.json.data as SandboxRecord[])[0]?.[field]], [200, leaver.ID], back.text);
    });

    it(`finds by the relation whose ${code}.${field} is somebody deactivated`, async () => {
      const search = `${code}/search?${field.slice(0, -2)}:isActive=false&fields=${field}&$$LIMIT=2000`;
      const before = await get(search);
      leaver.isActive = false;
      const found = await get(search);
      assert.ok(found.length > before.length);
      const isActive = (record: SandboxRecord) => sandbox.directory.users.get(String(record[field]))?.isActive;
      assert.ok(found.every((record) => isActive(record) === false));
    });

    it(`refuses to put somebody who is deactivated into ${code}.${field}`, async () => {
      successor.isActive = false;
      const record = held(code, field);
      const reply = await put(`${code}/${record.ID}`, { [field]: successor.ID });
      assert.equal(reply.status, 422);
      assert.match(reply.json.error?.message ?? "", /Sue Next is deactivated/);
      assert.equal(record[field], leaver.ID);
    });
  }

  it("makes nobody report to somebody who is deactivated", async () => {
    const report = sandbox.directory.addUser({ managerID: leaver.ID });
    successor.isActive = false;
    assert.equal((await put("USER", [{ ID: report.ID, managerID: successor.ID }])).status, 422);
    successor.isActive = true;
    assert.equal((await put("USER", [{ ID: report.ID, managerID: successor.ID }])).status, 200);
    assert.equal(report.managerID, successor.ID);
  });

  describe("with a job role that the successor does not hold", () => {
    const assignment = (): SandboxRecord => {
      const found = held("ASSGN", "assignedToID");
      const [designer, writer] = sandbox.directory.records("ROLE");
      found["roleID"] = designer!.ID;
      successor["roleID"] = writer!.ID;
      return found;
    };

    it("takes the successor's, and the task has its new main assignee", async () => {
      const changed = assignment();
      assert.equal((await put(`ASSGN/${changed.ID}`, { assignedToID: successor.ID })).status, 200);
      assert.equal(changed["roleID"], successor["roleID"]);
      const work = sandbox.directory.table(changed["taskID"] ? "TASK" : "OPTASK");
      const { isPrimary } = changed;
      const task = work.get(String(changed["taskID"] ?? changed["opTaskID"]));
      assert.equal(task?.["assignedToID"] === successor.ID, isPrimary);
    });

    it("is refused where the role is resent, or where the switch says so", async () => {
      const { roleID } = assignment();
      const { ID } = held("ASSGN", "assignedToID");
      const resent = await put(`ASSGN/${ID}`, { assignedToID: successor.ID, roleID });
      assert.match(resent.json.error?.message ?? "", /^Sue Next cannot be assigned to Role: /);
      await sandbox.stop();
      await start({ foreignRoles: "refuse" });
      const strict = assignment();
      const reply = await put(`ASSGN/${strict.ID}`, { assignedToID: successor.ID });
      assert.match(reply.json.error?.message ?? "", /^Sue Next cannot be assigned to Role: /);
      assert.equal(strict["assignedToID"], leaver.ID);
    });
  });

  it("is nobody's right who neither owns the object nor administers users", async () => {
    const outsider = sandbox.directory.usersWhere(({ licenseType, isActive }) => licenseType === "R" && isActive)[0]!;
    const project = held("PROJ", "ownerID");
    const headers = { apiKey: sandbox.keyFor(outsider.ID), "Content-Type": "application/json" };
    const body = JSON.stringify({ ownerID: successor.ID });
    const target = `/attask/api/v22.0/PROJ/${project.ID}`;
    assert.equal((await ask(sandbox.url, target, { method: "PUT", headers, body })).status, 403);
    const owner = { ...headers, apiKey: sandbox.keyFor(leaver.ID) };
    assert.equal((await ask(sandbox.url, target, { method: "PUT", headers: owner, body })).status, 200);
    project["ownerID"] = leaver.ID;
    sandbox.directory.withheld.add(project.ID);
    assert.equal((await ask(sandbox.url, target, { method: "PUT", headers: owner, body })).status, 403);
    assert.equal((await put(`PROJ/${project.ID}`, { ownerID: successor.ID })).status, 200);
  });

  it("ends with 404 where an object was deleted meanwhile, and in bulk changes none of the others", async () => {
    const [kept, gone] = [held("PROJ", "ownerID"), held("PROJ", "sponsorID")];
    sandbox.directory.table("PROJ").delete(gone.ID);
    assert.equal((await put(`PROJ/${gone.ID}`, { ownerID: successor.ID })).status, 404);
    const both = [kept, gone].map(({ ID }) => ({ ID, ownerID: successor.ID }));
    assert.equal((await put("PROJ", both)).status, 404);
    assert.equal(kept["ownerID"], leaver.ID);
  });
});
