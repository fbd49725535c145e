import assert from "node:assert/strict";
import { ask, query, type Reply } from "./ask";
import { startSandbox, type Sandbox, type SandboxUser } from "./server";

type Parameters = Readonly<Record<string, string | readonly string[]>>;
type Row = Record<string, unknown> & { ID: string; name: string };

describe("a search for users", () => {
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox({ users: 300 })));
  after(() => sandbox.stop());

  const get = (path: string, parameters: Parameters = {}): Promise<Reply> =>
    ask(sandbox.url, `/attask/api/v15.0/${path}?${query(parameters)}`, {
      headers: { apiKey: sandbox.administrator.apiKey },
    });
  const search = async (parameters: Parameters): Promise<Row[]> => {
    const reply = await get("user/search", { $$LIMIT: "2000", ...parameters });
    assert.equal(reply.status, 200, reply.text);
    return reply.json.data as Row[];
  };
  const names = async (parameters: Parameters) => (await search(parameters)).map(({ name }) => name).sort();
  const refusal = async (path: string, parameters: Parameters = {}) => {
    const reply = await get(path, parameters);
    assert.equal(reply.status, 422, reply.text);
    return reply.json.error?.message;
  };
  const count = async (parameters: Parameters) => {
    const reply = await get("user/count", parameters);
    assert.equal(reply.status, 200, reply.text);
    return (reply.json.data as { count: number }).count;
  };
  const expected = (condition: (user: SandboxUser) => boolean) => sandbox.directory.usersWhere(condition).length;

  describe("filters", () => {
    it("text with regard to case, unless told not to", async () => {
      assert.equal(await count({ name: "Jane Cooper" }), 4);
      assert.equal(await count({ name: "jane cooper" }), 0);
      assert.equal(await count({ name: "jane cooper", name_Mod: "cieq" }), 4);
      assert.equal(await count({ name: "ane c", name_Mod: "contains" }), 0);
      assert.equal(await count({ name: "ane c", name_Mod: "cicontains" }), 4);
      assert.equal(await count({ name: "jane", name_Mod: "startswith" }), 0);
      assert.equal(await count({ name: "cooper jane", name_Mod: "cicontainsall" }), 4);
      assert.equal(await count({ name: "J%e C_oper", name_Mod: "like" }), 4);
    });

    it("by the modifiers with their treatment of null", async () => {
      const missing = expected((user) => user.emailAddr === null);
      assert.ok(missing > 0);
      const email = "jane.cooper@example.com";
      assert.equal(await count({ emailAddr: "", emailAddr_Mod: "isnull" }), missing);
      assert.equal(await count({ emailAddr: "", emailAddr_Mod: "notnull" }), 300 - missing);
      assert.equal(await count({ emailAddr: email, emailAddr_Mod: "ne" }), 299);
      assert.equal(await count({ emailAddr: email, emailAddr_Mod: "nee" }), 299 - missing);
      assert.equal(await count({ emailAddr: email, emailAddr_Mod: "cine" }), 298);
    });

    it("for one of several values, which on a text field must be repeated", async () => {
      const both = expected((user) => user.licenseType === "F" || user.licenseType === "C");
      assert.equal(await count({ licenseType: ["F", "C"] }), both);
      assert.equal(await count({ licenseType: ["F", "C"], licenseType_Mod: "in" }), both);
      assert.equal(await count({ licenseType: "F,C", licenseType_Mod: "in" }), 0);
      const [one, other] = [...sandbox.directory.users.keys()];
      assert.equal(await count({ ID: `${one!},${other!}`, ID_Mod: "in" }), 2);
    });

    it("by fields of a reference and of a collection", async () => {
      const [group] = sandbox.directory.records("GROUP");
      const members = expected((user) => user.homeGroupID === group!.ID);
      assert.equal(await count({ "homeGroup:name": String(group!["name"]) }), members);
      assert.equal(await count({ "userGroups:groupID": group!.ID }), members);
      assert.equal(await count({ "accessLevel:isAdmin": "true" }), expected(isAdmin));
    });

    function isAdmin(user: SandboxUser): boolean {
      return sandbox.directory.accessLevelOf(user).isAdmin;
    }

    it("in alternatives that do not inherit the base", async () => {
      const alternatives = { isActive: "false", name: "Jane Cooper", "OR:1:name": "Ada", "OR:1:name_Mod": "contains" };
      assert.deepEqual(await names(alternatives), ["Ada Lindholm", "Jane Cooper"]);
    });

    it("by dates with their arithmetic, by ISO, and by Workfront's own form", async () => {
      const day = 86_400_000;
      const midnight = Math.floor((Date.now() - 6 * 3_600_000) / day) * day + 6 * 3_600_000;
      const before = (moment: number) => expected((user) => user.lastLoginDate !== null && user.lastLoginDate < moment);
      const older = { lastLoginDate_Mod: "lt" };
      assert.equal(await count({ lastLoginDate: "$$TODAY-90d", ...older }), before(midnight - 90 * day));
      const moment = Date.now() - 90 * day;
      assert.equal(await count({ lastLoginDate: new Date(moment).toISOString(), ...older }), before(moment));
      const own = `${new Date(moment).toISOString().replace(".", ":").slice(0, -1)}+0000`;
      assert.equal(await count({ lastLoginDate: own, ...older }), before(moment));
      const user = sandbox.directory.usersWhere(({ lastLoginDate }) => lastLoginDate !== null)[0]!;
      const sameDay = await search({ lastLoginDate: new Date(user.lastLoginDate!).toISOString() });
      assert.ok(sameDay.some(({ ID }) => ID === user.ID));
      assert.match((await refusal("user/count", { lastLoginDate: "yesterday" })) ?? "", /Unparseable date/);
    });

    it("with filters in JSON, where a username is a filter and not a credential", async () => {
      assert.equal(await count({ filters: '{"username":"jcooper","isActive":true}' }), 1);
      assert.equal(await count({ username: "jcooper" }), 300);
    });

    it("exactly, whatever characters a value has", async () => {
      for (const user of sandbox.directory.users.values()) {
        const found = await search({ name: user.name });
        assert.ok(
          found.some(({ ID }) => ID === user.ID),
          user.name,
        );
        const ignoringCase = await search({ name: user.name, name_Mod: "cicontains" });
        assert.ok(
          ignoringCase.some(({ ID }) => ID === user.ID),
          user.name,
        );
      }
    });

    it("not by a field that is unknown, wrongly written, or computed", async () => {
      const unsupported = "APIModel V15_0 does not support field isactive (User)";
      assert.equal(await refusal("user/search", { isactive: "true" }), unsupported);
      assert.match((await refusal("user/count", { isAdmin: "true" })) ?? "", /isAdmin/);
      assert.match((await refusal("user/count", { name: "x", name_Mod: "resembles" })) ?? "", /resembles/);
      assert.match((await refusal("user/count", { isActive: "yes" })) ?? "", /yes/);
    });
  });

  describe("pages", () => {
    it("hold 100 rows unless told otherwise, and never more than 2000", async () => {
      const hundred = await get("user/search");
      assert.equal((hundred.json.data as unknown[]).length, 100);
      const message = "The requested limit 2001 is greater than the maximum allowed limit of 2000";
      assert.equal(await refusal("user/search", { $$LIMIT: "2001" }), message);
    });

    it("cover everybody once when sorted by ID", async () => {
      const seen = new Set<string>();
      for (let first = 0; first < 300; first += 70)
        for (const { ID } of await search({ ID_Sort: "asc", $$FIRST: String(first), $$LIMIT: "70" })) seen.add(ID);
      assert.equal(seen.size, 300);
    });

    it("come in another order each time when not sorted", async () => {
      assert.notDeepEqual(await search({}), await search({}));
    });

    it("come in the order asked for, with regard to case or without", async () => {
      const order = async (direction: string) =>
        (await search({ name_1_Sort: direction, ID_2_Sort: "asc" })).map(({ name }) => name);
      const plain = [...sandbox.directory.users.values()].map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
      assert.deepEqual(await order("asc"), plain);
      const folded = (await order("ciasc")).map((name) => name.toLowerCase());
      assert.deepEqual(
        folded,
        [...folded].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
      );
      assert.deepEqual(
        (await order("cidesc")).map((name) => name.toLowerCase()),
        folded.reverse(),
      );
    });

    it("follow a change of a name made while the sandbox runs", async () => {
      const [user] = sandbox.directory.usersNamed("Otto Brandt");
      user!.name = "\u0001 First";
      assert.equal((await search({ name_Sort: "asc" }))[0]?.ID, user!.ID);
      user!.name = "Otto Brandt";
      assert.notEqual((await search({ name_Sort: "asc" }))[0]?.ID, user!.ID);
    });
  });

  describe("fields", () => {
    it("are few by default, all with *, and nested with a colon", async () => {
      const [plain] = await search({ name: "Tyler Reid" });
      assert.deepEqual(Object.keys(plain!), ["ID", "name", "objCode"]);
      const [all] = await search({ name: "Tyler Reid", fields: "*" });
      assert.ok("phoneNumber" in all! && "isAdmin" in all);
      assert.equal(all["password"], null);
      const fields = "accessLevel:name,teams:name,userGroups:group:name,manager:*,lastLoginDate";
      const [nested] = await search({ name: "Olga Petersen", fields });
      assert.deepEqual((nested!["accessLevel"] as Row).name, "System Administrator");
      assert.equal(nested!["manager"], null);
      assert.ok(Array.isArray(nested!["teams"]) && Array.isArray(nested!["userGroups"]));
      assert.match(String(nested!["lastLoginDate"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d:\d{3}-0600$/);
    });

    it("may be custom ones, each under its whole name, and not all of them", async () => {
      sandbox.directory.usersNamed("Tyler Reid")[0]!["DE:Cost Center: EU"] = "4711";
      const [row] = await search({ name: "Tyler Reid", fields: "DE:Cost Center: EU,DE:Shoe size" });
      assert.deepEqual([row!["DE:Cost Center: EU"], row!["DE:Shoe size"]], ["4711", null]);
      assert.match((await refusal("user/search", { fields: "DE:*" })) ?? "", /DE:\*/);
    });

    it("lead to the approval for which a user waits, and filter by it", async () => {
      const { ID } = sandbox.directory.addWaitingUser({ name: "Wanda Waiting" });
      const [row] = await search({ ID, fields: "isActive,userApproval:ID" });
      assert.deepEqual([row!["isActive"], (row!["userApproval"] as Row | null)?.ID.length], [false, 32]);
      const waiting = expected((user) => (user["userApprovalID"] ?? null) !== null);
      assert.equal(await count({ "userApproval:ID": "", "userApproval:ID_Mod": "notnull" }), waiting);
      sandbox.directory.users.delete(ID);
    });

    it("may be a JSON list", async () => {
      const [row] = await search({ name: "Tyler Reid", fields: '["isActive"]' });
      assert.equal(row!["isActive"], true);
    });

    it("fail as a whole where one is unknown or too deep", async () => {
      const message = "APIModel V15_0 does not support field licenseKind (User)";
      assert.equal(await refusal("user/search", { fields: "name,licenseKind" }), message);
      const nested = "APIModel V15_0 does not support field nam (Company)";
      assert.equal(await refusal("user/search", { fields: "company:nam" }), nested);
      assert.match((await refusal("user/search", { fields: "homeGroup:nme" })) ?? "", /nme \(Group\)/);
      assert.match((await refusal("user/search", { fields: "manager:manager:manager:manager:name" })) ?? "", /deep/);
    });
  });

  it("may travel in a form body with the method overridden, and must when longer than the URI limit", async () => {
    const name = Array.from({ length: 600 }, (_, index) => `Somebody ${index}`).concat("Tyler Reid");
    const long = await get("user/search", { name });
    assert.equal(long.status, 414);
    assert.match(long.text, /<html>/);
    const headers = {
      apiKey: sandbox.administrator.apiKey,
      "Content-Type": "application/x-www-form-urlencoded",
    };
    const body = query({ name, method: "GET" });
    const reply = await ask(sandbox.url, "/attask/api/v15.0/USER/search", { method: "POST", headers, body });
    assert.equal((reply.json.data as Row[])[0]?.name, "Tyler Reid");
  });

  it("may not have lists of values in filters, or not be read in pages, where the switches say so", async () => {
    const strict = await startSandbox({ users: 30, filterLists: false, paging: false });
    try {
      const headers = { apiKey: strict.administrator.apiKey };
      const asked = (parameters: Record<string, string>) =>
        ask(strict.url, `/attask/api/v22.0/user/search?${query({ ID_Sort: "asc", ...parameters })}`, { headers });
      assert.equal((await asked({ filters: '{"username":["jcooper","OBRANDT"]}' })).status, 422);
      assert.equal((await asked({ filters: '{"username":"jcooper"}' })).status, 200);
      const pages = await Promise.all(["0", "10"].map((first) => asked({ $$FIRST: first, $$LIMIT: "10" })));
      assert.deepEqual(pages[0]!.json.data, pages[1]!.json.data);
    } finally {
      await strict.stop();
    }
  });

  it("is keyed by ID with map=true", async () => {
    const reply = await get("user/search", { name: "Tyler Reid", map: "true" });
    assert.deepEqual(Object.keys(reply.json.data as object), ["592125e60089b88fae8b51c08383e144"]);
  });

  describe("is not needed to read users by ID:", () => {
    it("one comes as an object, several as a list without those that do not exist", async () => {
      const [tyler] = sandbox.directory.usersNamed("Tyler Reid");
      const one = await get("user", { id: tyler!.ID });
      assert.equal((one.json.data as Row).name, "Tyler Reid");
      const several = await get("user", { id: [tyler!.ID, sandbox.administrator.ID, "f".repeat(32)] });
      assert.deepEqual(
        (several.json.data as Row[]).map(({ ID }) => ID),
        [tyler!.ID, sandbox.administrator.ID],
      );
    });

    it("an unknown one is not found", async () => {
      const reply = await get(`user/${"f".repeat(32)}`);
      assert.equal(reply.status, 404);
      assert.match(reply.json.error?.message ?? "", /with primary key value\(s\) "f{32}" not found/);
    });
  });

  it("refuses types that do not exist or cannot be requested directly, and paths that are too long", async () => {
    assert.match((await refusal("nonsense/search")) ?? "", /Unknown object type/);
    assert.match((await refusal("ACSRUL/search")) ?? "", /is not a top level object and can't be requested directly/);
    assert.match((await refusal("user/search/a/b")) ?? "", /too many parts/);
  });

  it("can be prepared with the metadata, which labels the licenses", async () => {
    const reply = await get("user/metadata");
    const { fields } = reply.json.data as { fields: Record<string, { possibleValues?: unknown[]; flags?: string[] }> };
    assert.equal(fields["licenseType"]?.possibleValues?.length, 4);
    assert.deepEqual(fields["isAdmin"]?.flags, ["NOT_GROUPABLE", "DYNAMIC", "READ_ONLY"]);
  });
});
