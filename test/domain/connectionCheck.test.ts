import assert from "node:assert/strict";
import { checkConnection, mostRequests, type CheckedForm } from "../../src/domain/connectionCheck";
import { connectionReport } from "../../src/domain/connectionReport";
import { ServedVersion } from "../../src/domain/servedVersion";
import { checkCredential } from "../../src/domain/signIn";
import { WorkfrontClient } from "../../src/workfront/client";
import { apiKeyCredential } from "../../src/workfront/credential";
import type { Version } from "../../src/workfront/version";
import { startSandbox, type Effect, type RequestRecord, type Sandbox, type SandboxOptions } from "../sandbox/server";
import { clientFor, transportTo } from "../support/client";

describe("checking a connection", () => {
  let sandbox: Sandbox;
  const start = async (options: SandboxOptions = {}) => void (sandbox = await startSandbox({ users: 40, ...options }));
  afterEach(() => sandbox.stop());

  const check = (key = sandbox.administrator.apiKey) =>
    checkConnection(clientFor(sandbox, { credential: apiKeyCredential(key) }));
  const results = async (): Promise<Map<string, CheckedForm>> =>
    new Map((await check()).forms.map((form) => [form.use, form]));
  /** As a session of the extension does, which finds another version where the one that is kept is withdrawn. */
  const checkInVersion = (kept: Version, apiVersion: Version | "auto" = "auto") => {
    const [transport, credential] = [transportTo(sandbox.url), apiKeyCredential(sandbox.administrator.apiKey)];
    const agree = async () => (await checkCredential(transport, credential, { apiVersion })).version;
    const version = new ServedVersion(kept, agree, () => Promise.resolve());
    return checkConnection(
      new WorkfrontClient({ transport, credential, version, concurrency: () => 4, readOnly: () => false }),
    );
  };
  const decline = (match: (request: RequestRecord) => boolean, message: string, status = 422) =>
    sandbox.fail({ match, effect: { kind: "status", status, message } });
  const query = ({ url, body }: RequestRecord) => decodeURIComponent(`${url}&${body}`);
  const surroundings = () => ({
    connection: { origin: sandbox.url, way: "apiKey" as const, readOnly: false },
    version: "v22.0",
    isVersionFixed: false,
    concurrency: 4,
    extensionVersion: "1.0.0",
    editorVersion: "1.100.0",
  });

  it("finds that all works where it does, with at most 25 reads, one after another", async () => {
    await start();
    sandbox.clearRequests();
    const { forms, served, isAdministrator, requests } = await check();
    assert.deepEqual(
      forms.filter(({ result }) => result !== "works"),
      [],
    );
    assert.ok(forms.length > 25, String(forms.length));
    assert.equal(isAdministrator, true);
    assert.ok(served?.includes("v22.0") && served.includes("v15.0"));
    assert.equal(requests, sandbox.requests.length);
    assert.ok(requests <= mostRequests);
    assert.equal(sandbox.peakConcurrency, 1);
    for (const { method, parameters } of sandbox.requests)
      assert.ok(method === "GET" || (method === "POST" && parameters.get("method") === "GET"));
  });

  it("names each form exactly, and no value in it", async () => {
    await start();
    const found = await results();
    const form = (use: string) => found.get(use)?.form ?? "";
    assert.match(
      form("Sort by name, case-insensitive"),
      /^GET USER\/search\?name=…&name_Mod=cicontains&OR:1:emailAddr=…/,
    );
    assert.match(form("Sort by name, case-insensitive"), /&name_1_Sort=ciasc&ID_2_Sort=asc$/);
    assert.match(
      form("Long queries: a form with method override"),
      /^POST USER\/search \(form\) emailAddr=….*&method=GET$/,
    );
    assert.match(
      form("Assigned work: sponsored"),
      /^GET PROJ\/count\?ownerID=…&.*OR:1:sponsorID=….*OR:2:resourceManagerIDs=…/,
    );
    assert.match(
      form("Count users by license: report"),
      /licenseType_1_GroupBy=true&accessLevel:name_2_GroupBy=true&ID_AggFunc=dcount$/,
    );
  });

  it("tells of each declined form in Workfront's words, and of no other", async () => {
    const declined: [use: string, match: (request: RequestRecord) => boolean][] = [
      ["Sort by name, case-insensitive", (request) => query(request).includes("name_1_Sort")],
      ["Search for text in name, email or username: OR groups", (request) => query(request).includes("OR:1:emailAddr")],
      ["Look up emails of a list, case-insensitive: ciin", (request) => query(request).includes("=ciin")],
      ["Long queries: a form with method override", ({ method }) => method === "POST"],
      ["Filter: waiting for approval", (request) => query(request).includes("userApproval:ID_Mod")],
      ["Filter: scheduled for deactivation", (request) => query(request).includes("scheduledDeactivationDate=")],
      [
        "Count users by license and access level: report with groups in groups",
        (request) => query(request).includes("accessLevel:name_2_GroupBy"),
      ],
      ["Count last logins by month: between", (request) => query(request).includes("lastLoginDate_Mod=between")],
      ["Names of licenses: metadata", ({ path }) => path.endsWith("/metadata")],
      ["Assigned work: sponsored", (request) => query(request).includes("sponsorID")],
      ["Assigned work: templatesManaged", (request) => /TMPL.*resourceManagerIDs/.test(query(request))],
      ["Assigned work: routingRules", (request) => query(request).includes("defaultAssignedToID=")],
    ];
    await start();
    for (const [use, match] of declined) {
      const fault = decline(match, "Not in this version");
      const found = await results();
      const others = [...found.values()].filter(
        ({ use: other, result, words }) => other !== use && result !== "works" && !words?.startsWith("not asked"),
      );
      assert.deepEqual(
        others.map((form) => `${use}: ${form.use}`),
        [],
      );
      const { result, words = "", instead = "" } = found.get(use) ?? {};
      assert.equal(result, "declined", use);
      assert.match(words, /refused 422: Not in this version/);
      assert.ok(instead);
      fault.remove();
    }
  });

  it("tells that no report is given, in whatever groups", async () => {
    await start();
    decline(({ path }) => path.endsWith("/report"), "Not in this version");
    const found = await results();
    const declined = [...found.values()].filter(({ result }) => result !== "works");
    assert.deepEqual(
      declined.map(({ use, result }) => `${use}: ${result}`),
      [
        "Count users by license: report: declined",
        "Count users by license and access level: report with groups in groups: declined",
      ],
    );
    assert.match(declined[0]?.form ?? "", /licenseType_GroupBy=true&ID_AggFunc=dcount$/);
  });

  it("tells where a server does not find what was left behind, and all else of that type works", async () => {
    await start();
    decline((request) => query(request).includes("defaultAssignedTo:isActive"), "Not in this version");
    sandbox.clearRequests();
    const found = await results();
    assert.deepEqual(found.get("Left behind: routingRules")?.result, "declined");
    assert.deepEqual(found.get("Assigned work: routingRules")?.result, "works");
    assert.ok(sandbox.requests.length <= mostRequests);
  });

  it("asks in the other way for what the server declines in the first, as the product does", async () => {
    await start();
    const first = decline((request) => query(request).includes("assignments:assignedToID"), "Not in this version");
    sandbox.clearRequests();
    const found = await results();
    assert.ok(sandbox.requests.length <= mostRequests, String(sandbox.requests.length));
    const unasked = [...found.values()].filter(({ words }) => words?.startsWith("not asked"));
    assert.deepEqual(unasked, []);
    for (const kind of ["tasks", "issues"]) {
      const declined = found.get(`Assigned work: ${kind}`);
      assert.deepEqual([declined?.result, declined?.instead], ["declined", "Asked in another way."]);
      const other = found.get(`Assigned work: ${kind}, in another way`);
      assert.equal(other?.result, "works");
      assert.match(other.form, /count\?assignmentsUsersMM:ID=…&/);
    }
    first.remove();
    decline(({ path }) => path.includes("/TASK/"), "Not in this version");
    const neither = (await results()).get("Assigned work: tasks, in another way");
    assert.deepEqual([neither?.result, neither?.instead], ["declined", "Shown as unknown."]);
  });

  it("tells which fields the server does not know", async () => {
    await start();
    const message = "APIModel V22_0 does not support field userApproval (User)";
    decline((request) => query(request).includes("userApproval:ID,"), message);
    const { result, words } = (await results()).get("Fields of a user") ?? {};
    assert.deepEqual([result, words], ["declined", "`userApproval:ID`"]);
  });

  it("tells what is not allowed, what is ignored and what is not known apart", async () => {
    await start();
    decline(({ path }) => path.includes("/PTLSEC/"), "You may not", 403);
    sandbox.fail({ match: ({ path }) => path.includes("/TEAMOB/"), effect: { kind: "html", status: 403 } });
    sandbox.fail({
      match: (request) => query(request).includes("=ciin"),
      effect: { kind: "otherShape", body: { data: [] } },
    });
    const found = await results();
    const of = (use: string) => [found.get(use)?.result, found.get(use)?.words];
    assert.deepEqual(of("Assigned work: reports"), ["notAllowed", "forbidden 403: You may not"]);
    assert.equal(of("Assigned work: teams")[0], "unknown");
    assert.match(of("Assigned work: teams")[1] ?? "", /^notWorkfront 403/);
    assert.equal(of("Look up emails of a list, case-insensitive: ciin")[0], "unknown");
    assert.equal(of("Long queries: a form with method override")[0], "works");
  });

  it("says that it does not know where nothing answers, and asks no more than that", async () => {
    await start();
    const effects: Effect[] = [{ kind: "status", status: 401 }, { kind: "html", status: 503 }, { kind: "resetBefore" }];
    for (const effect of effects) {
      sandbox.clearRequests();
      const fault = sandbox.fail({ effect });
      const { forms, isAdministrator, served } = await check();
      assert.deepEqual(
        [forms.map(({ result }) => result), isAdministrator, served],
        [["unknown"], undefined, undefined],
      );
      assert.ok(sandbox.requests.length <= 2);
      fault.remove();
    }
  });

  it("never sends more than 25 requests, and says what it did not ask", async () => {
    await start();
    decline(({ path }) => !path.endsWith("/USER") && !path.endsWith("/info"), "No");
    sandbox.clearRequests();
    const { forms } = await check();
    assert.equal(sandbox.requests.length, mostRequests);
    assert.ok(forms.some(({ words }) => words?.startsWith("not asked")));
    assert.equal(new Set(forms.map(({ use }) => use)).size, forms.length);
  });

  it("does not look for another version with each type that the server does not know", async () => {
    await start();
    decline(({ path }) => !path.includes("/USER") && !path.endsWith("/info"), "No such type", 404);
    sandbox.clearRequests();
    const { forms } = await checkInVersion("v22.0");
    assert.ok(sandbox.requests.length <= mostRequests, String(sandbox.requests.length));
    const teams = forms.find(({ use }) => use === "Assigned work: teams");
    assert.deepEqual([teams?.result, teams?.words], ["declined", "notFound 404: No such type"]);
  });

  for (const withdrawnVersion of [410, 404, "html"] as const)
    it(`finds the version that is served where the one that was kept is not (${withdrawnVersion})`, async () => {
      await start({ era: "2026", withdrawnVersion });
      const { forms, served, requests } = await checkInVersion("v15.0");
      assert.ok(forms.length > 25 && served?.[0] === "v18.0", JSON.stringify(forms));
      assert.ok(sandbox.requests.length <= mostRequests && requests === sandbox.requests.length);
      const unasked = forms.filter(({ words }) => words?.startsWith("not asked"));
      assert.deepEqual(
        forms.filter(({ result }) => result !== "works"),
        unasked,
      );
    });

  it("names the versions that are served where the one that a setting asks for is not", async () => {
    await start({ era: "2026" });
    const { forms, served, requests } = await checkInVersion("v15.0", "v15.0");
    assert.deepEqual(served, ["v22.0", "v21.0", "v20.0", "v19.0", "v18.0"]);
    assert.deepEqual(
      forms.map(({ result, words }) => [result, words?.slice(0, 14)]),
      [["declined", "versionRefused"]],
    );
    assert.ok(requests === sandbox.requests.length && requests <= mostRequests);
  });

  it("tells where pages cannot be turned", async () => {
    await start({ paging: false });
    const { result, instead } = (await results()).get("Page by page, sorted by ID") ?? {};
    assert.deepEqual([result, instead], ["unknown", "An export ends in an error; nobody is written twice."]);
  });

  it("hides what a server repeats of the signed-in user, of others and of itself", async () => {
    await start();
    const { administrator, url } = sandbox;
    const encoded = Buffer.from(administrator.username).toString("base64");
    const { host } = new URL(url);
    decline(({ path }) => path.includes("/PORT/"), `Sorry ${encoded} at acme.my.workfront.com, ${host}, MÜLLER`);
    decline(({ path }) => path.includes("/PRGM/"), `Cannot read &#65;&#100;&#97; of %41%64%61 of 3f2504e0-4f89-11d3`);
    const found = await results();
    assert.equal(found.get("Assigned work: portfolios")?.words, "refused 422: Sorry … at …, …, …");
    assert.equal(found.get("Assigned work: programs")?.words, "refused 422: Cannot read … of … of …");
  });

  const modes: SandboxOptions[] = [
    {},
    { era: "2026" },
    { filterLists: false },
    { paging: false },
    { signedOut: 200 },
    { notTopLevel: ["RRUL", "TSPRO", "AWAPVL"] },
    { hostileNames: true },
  ];
  for (const mode of modes)
    it(`names no person, address, key, ID or host in the report: ${JSON.stringify(mode)}`, async () => {
      await start(mode);
      const { administrator, directory, url } = sandbox;
      const echo = `${administrator.name} <ada@example.com> ${administrator.apiKey} "x" | \`y\` Jane Cooper`;
      decline(({ path }) => path.includes("/PORT/"), `Sorry, ${echo}`);
      for (const key of [administrator.apiKey, sandbox.keyFor([...directory.users.keys()][4]!)]) {
        const report = connectionReport(await check(key), surroundings());
        for (const user of [...directory.users.values()].slice(0, 20))
          for (const secret of [user.ID, user.name, user.emailAddr, user.username, key, new URL(url).host])
            assert.ok(!secret || !report.toLowerCase().includes(secret.toLowerCase()), `${secret}\n${report}`);
      }
    });

  it("gives a report whose table has as many cells in each line, whatever Workfront says", async () => {
    await start();
    decline(({ path }) => path.includes("/PORT/"), "a | b ` c \u202e d");
    const report = connectionReport(await check(), surroundings());
    const table = report.split("\n").filter((line) => line.startsWith("|"));
    for (const line of table) assert.equal(line.split(/(?<!\\)\|/).length, 7, line);
    assert.ok(report.includes("a \\| b ' c [U+202E] d"));
    assert.match(report, /\*\*42 of 44 request forms work\*\*, 2 declined, 0 not allowed, 0 unknown/);
  });
});
