import { strict as assert } from "node:assert";
import { startSandbox, type RequestRecord, type Sandbox, type SandboxOptions } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { previewOf } from "./support/preview";
import { useEditor } from "./support/useEditor";
import { usersRead } from "./support/usersRead";

/** What a person reads in the report. */
interface Report {
  readonly text: string;
  /** Of the list at the top, by name. */
  readonly facts: ReadonlyMap<string, string>;
  /** The cells of each line of the table, by what the line is for. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

interface Mode {
  readonly name: string;
  readonly options: SandboxOptions;
  readonly declined?: (request: RequestRecord) => boolean;
  readonly check: (report: Report) => void;
}

const modes: readonly Mode[] = [
  {
    name: "a server that takes everything",
    options: { users: 147 },
    check: ({ text, facts, lines }) => {
      assert.deepEqual([...new Set([...lines.values()].map(([result]) => result))], ["works"]);
      assert.match(text, /request forms work, 0 declined, 0 not allowed, 0 unknown/);
      assert.equal(facts.get("API version"), "v22.0 (chosen automatically)");
    },
  },
  {
    name: "a server of today that turns no pages and cannot be asked by assignment",
    options: { users: 147, era: "2026", paging: false },
    declined: ({ url }) => decodeURIComponent(url).includes("assignments:assignedToID"),
    check: ({ facts, lines }) => {
      const result = (use: string) => lines.get(use)?.[0];
      assert.equal(result("Page by page, sorted by ID"), "unknown");
      const [, words, instead] = lines.get("Assigned work: tasks") ?? [];
      assert.deepEqual([words, instead], ["refused 422: Not in this version", "Asked in another way."]);
      assert.equal(result("Assigned work: tasks"), "declined");
      assert.equal(result("Assigned work: tasks, in another way"), "works");
      assert.equal(facts.get("Versions served"), "v18.0, v19.0, v20.0, v21.0, v22.0");
    },
  },
];

describe("Check Connection", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  afterEach(async () => {
    await sandbox.stop();
    await editor().palette("View: Close All Editors");
    await editor().page.locator(".part.editor .tab").first().waitFor({ state: "detached" });
    await eventually(
      () => editor().page.locator("iframe.webview").count(),
      (webviews) => webviews === 0,
    );
  });

  async function report(): Promise<Report> {
    const frame = await previewOf(editor().page, "Check Connection");
    const facts = await frame.locator("li").allTextContents();
    const lines = await frame.locator("tbody tr").all();
    const cells = await Promise.all(lines.map((line) => line.locator("td").allTextContents()));
    return {
      text: await frame.locator("body").innerText(),
      facts: new Map(facts.map((fact) => [fact.split(": ")[0] ?? "", fact.slice(fact.indexOf(": ") + 2)])),
      lines: new Map(cells.map(([use = "", ...others]) => [use, others])),
    };
  }

  const isReading = ({ method, parameters }: RequestRecord) => method === "GET" || parameters.get("method") === "GET";

  for (const [index, { name, options, declined, check }] of modes.entries())
    it(`tells the truth about ${name}, by at most 25 reads, and names nobody`, async () => {
      sandbox = await startSandbox(options);
      await connect(editor(), sandbox);
      const effect = { kind: "status", status: 422, message: "Not in this version" } as const;
      if (declined) sandbox.fail({ match: declined, effect });
      // So that only the check is counted.
      await usersRead(sandbox);
      sandbox.clearRequests();
      await editor().users.menu("Check Connection");
      // The editor shows the report before for a while, and then this one in a frame that may be another.
      const found = (await eventually(
        () => report().catch(() => undefined),
        (one) => one !== undefined && holds(() => check(one)),
      ))!;
      await editor().screenshot(`check-connection-${index}`);
      assert.ok(sandbox.requests.length <= 25 && sandbox.requests.every(isReading));
      assert.deepEqual(
        [...found.facts.keys()],
        [
          "Host",
          "API version",
          "Versions served",
          "Sign-in",
          "Signed-in user",
          "Changes",
          "Requests at once",
          "Median answer time",
          "Workfront Users",
          "Visual Studio Code",
        ],
      );
      assert.equal(found.facts.get("Sign-in"), "API key, pasted");
      const { administrator, directory, url } = sandbox;
      const people = [...directory.users.values()].flatMap((user) => [
        user.ID,
        user.name,
        user.emailAddr,
        user.username,
      ]);
      for (const secret of [administrator.apiKey, new URL(url).host, ...people])
        assert.ok(!secret || !found.text.toLowerCase().includes(secret.toLowerCase()), `${secret}\n${found.text}`);
    });
});

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
