import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { UserDirectory } from "../../src/domain/directory";
import { carryOut } from "../../src/domain/runs/carryOut";
import type { Change } from "../../src/domain/runs/record";
import { Runs } from "../../src/domain/runs/runs";
import type { WorkfrontClient } from "../../src/workfront/client";
import { apiKeyCredential, apiKeyFor } from "../../src/workfront/credential";
import type { RequestTrace } from "../../src/workfront/transport";
import { agreeOnVersion } from "../../src/workfront/version";
import { startSandbox, type Effect, type Fault, type RequestRecord, type Sandbox } from "../sandbox/server";
import { clientFor, transportTo, setActive } from "../support/client";
import { listen } from "../support/listen";
import { userDetail } from "../support/users";
import { removeFolder } from "../support/removeFolder";

/** A key and a password that look different once they are encoded, and one search that is nobody else's business. */
const key = "canary+key/4711==";
const password = "canary&pass%word 4711";
const search = "canary-search-4711";
const encodings = [
  encodeURIComponent,
  (secret: string) => Buffer.from(secret).toString("base64"),
  (secret: string) => secret.replaceAll("&", "&amp;").replaceAll("/", "&#x2F;"),
];

describe("a secret", () => {
  /** All that leaves the client but the requests' headers and bodies. */
  let told: string[];
  let sandbox: Sandbox;
  let folder: string;

  beforeEach(async () => {
    told = [];
    sandbox = await startSandbox({ users: 4 });
    folder = await mkdtemp(join(tmpdir(), "canary-"));
  });
  afterEach(async () => {
    await sandbox.stop();
    await removeFolder(folder);
  });

  const log = (trace: RequestTrace) => told.push(inspect(trace), JSON.stringify(trace));

  /** Everything that can be read off an error, its causes included. */
  function tell(error: unknown): void {
    told.push(inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error));
    if (!(error instanceof Error)) return;
    told.push(error.message, error.stack ?? "");
    if ("failure" in error) told.push(JSON.stringify(error.failure));
    if (error.cause !== undefined) tell(error.cause);
  }

  /** Does everything that a client does, and keeps what goes wrong. */
  async function doEverything(): Promise<void> {
    const { username, ID } = sandbox.administrator;
    const client = clientFor(sandbox, { credential: apiKeyCredential(key), timeout: 120, log });
    const transport = transportTo(sandbox.url, { timeout: () => 120, log });
    const directory = new UserDirectory(client, () => 10);
    const signal = AbortSignal.timeout(5000);
    const change = [userDetail(), userDetail({ ID })].map((user): Change => {
      return {
        objCode: "USER",
        ID: user.ID,
        name: user.name,
        detail: null,
        field: "isActive",
        before: true,
        wished: false,
      };
    });
    const doing: Promise<unknown>[] = [
      apiKeyFor(transport, { username, password }, ["v22.0", "v15.0"], signal),
      agreeOnVersion(() => client.whoAmI(), ["v22.0", "v21.0"]),
      client.searchUsers({ text: search }, { first: 0, limit: 10 }, { signal }),
      client.searchUsers({ text: search.repeat(500) }, { first: 0, limit: 10 }),
      client.getUsers([ID]),
      client.licenseLabels(),
      setActive(client, ID, false),
      directory.search({ text: search }).then(() => {
        if (directory.state.kind === "failed") throw directory.state.error;
      }),
      recordedRun(change, client, signal),
    ];
    for (const { reason } of (await Promise.allSettled(doing)) as { reason?: unknown }[])
      if (reason !== undefined) tell(reason);
  }

  async function recordedRun(change: readonly Change[], client: WorkfrontClient, signal: AbortSignal): Promise<void> {
    const runs = new Runs(folder);
    const plan = { kind: "deactivate", change, unchanged: [], refused: [] };
    const run = await runs.begin(plan, { connectionID: "", host: "", by: { ID: "", name: "" } });
    runs.on("results", (_, results) => told.push(JSON.stringify(results)));
    await carryOut(run, change, client, { signal });
    told.push(await readFile(join(folder, `${run.id}.jsonl`), "utf8"));
  }

  /** Whatever key is sent, this server takes it for the administrator's, so that everything is done in earnest. */
  function acceptKey(): void {
    const call = ({ headers }: RequestRecord) => {
      if (headers["apikey"] === key) headers["apikey"] = sandbox.administrator.apiKey;
    };
    sandbox.fail({ effect: { kind: "call", call } });
  }

  function assertUntold(): void {
    assert.ok(told.length > 0 && sandbox.requests.length > 0, "nothing was done");
    const urls = sandbox.requests.flatMap(({ url }) => [url, decodeURIComponent(url)]);
    const encoded = [key, password].flatMap((secret) => [secret, ...encodings.map((encode) => encode(secret))]);
    for (const secret of encoded) {
      // Half a secret, as where a long text is cut off, is too much as well.
      const beginning = secret.slice(0, 8);
      for (const text of [...urls, ...told]) assert.ok(!text.includes(beginning), `${secret} is in: ${text}`);
    }
    for (const text of told) assert.ok(!text.includes(search), `the search is in: ${text}`);
  }

  const inEveryWay = (secret: string) => [secret, ...encodings.map((encode) => encode(secret))].join(" ");

  /** What a host says that repeats what it was sent. */
  const echoes = (status: number): Fault[] => [
    {
      match: ({ headers }) => headers["apikey"] !== undefined,
      effect: { kind: "status", status, message: `Invalid apiKey ${inEveryWay(key)}, sorry`, errorClass: key },
    },
    {
      match: ({ body }) => body.includes("password"),
      effect: {
        kind: "status",
        status,
        message: `${"x ".repeat(140)} password ${inEveryWay(password)}`,
        errorClass: password,
      },
    },
  ];
  const effects: (Effect | undefined)[] = [
    undefined,
    ...[400, 401, 403, 404, 410, 422, 429, 500, 503].map((status): Effect => ({ kind: "status", status })),
    { kind: "status", status: 200 },
    { kind: "html", status: 200 },
    { kind: "html", status: 503 },
    { kind: "truncated" },
    { kind: "otherShape", body: { data: { result: 4711, apiKey: key, password } } },
    { kind: "otherShape", body: key + password },
    { kind: "redirect", location: `https://example.com/login?apiKey=${encodeURIComponent(key)}` },
    { kind: "resetBefore" },
    { kind: "resetAfter" },
    { kind: "hang" },
    { kind: "unchanged" },
  ];
  for (const effect of effects) {
    it(`appears in no address, log line or error where the server does this: ${inspect(effect ?? "as it should")}`, async () => {
      acceptKey();
      if (effect) sandbox.fail({ effect });
      await doEverything();
      assertUntold();
    });
  }

  for (const status of [200, 401, 422]) {
    it(`appears in no error where the server repeats it with status ${status}`, async () => {
      acceptKey();
      for (const fault of echoes(status)) sandbox.fail(fault);
      await doEverything();
      assertUntold();
    });
  }

  it("appears nowhere where the host does not exist, refuses or does not speak TLS", async () => {
    const gone = await listen();
    await gone.stop();
    for (const url of [gone.url, sandbox.url.replace("http:", "https:"), "https://nobody.my.workfront.invalid"]) {
      const client = clientFor(
        { ...sandbox, url, administrator: sandbox.administrator },
        { credential: apiKeyCredential(key), log },
      );
      await client.searchUsers({ text: search }, { first: 0, limit: 10 }).catch(tell);
      await apiKeyFor(transportTo(url, { log }), { username: "ada", password }, ["v22.0"]).catch(tell);
    }
    await clientFor(sandbox).whoAmI();
    assertUntold();
  });

  it("would be found by this test in an error that held it", () => {
    tell(new Error("outer", { cause: { request: { headers: { apiKey: key } } } }));
    assert.ok(told.some((text) => text.includes(key)));
  });
});
