import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { launchBrowser } from "../test/hosts/browser";
import { hostNames, installHost, type HostName } from "../test/hosts/installation";
import { startServer } from "../test/hosts/server";
import { connect } from "../test/journeys/support/connect";
import { Editor } from "../test/journeys/support/editor";
import { Workplace } from "../test/journeys/support/workplace";
import { startSandbox } from "../test/sandbox/server";
import { raw } from "./clients";
import { machine, median, table, writeSection } from "./results";

const project = path.resolve(__dirname, "..");
const ours = "workfront-tools.workfront-users";
const empty = "workfront-tools.empty";
const first = "workfront-tools.first";

interface Options {
  readonly runs: number;
  readonly only?: string | undefined;
}

/** `npm run bench:editor`: how long the extension takes to start, and to show the first rows, in real VS Code. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "9" }, host: { type: "string" }, only: { type: "string" } },
  });
  const options = { runs: Number(values.runs), only: values.only };
  await promisify(execFile)("npm", ["run", "package"], { cwd: project });
  const rows: string[][] = [];
  for (const name of hostNames.filter((host) => !values.host || host === values.host)) {
    const { version } = await installHost(name, console.error);
    const where = `VS Code ${version}`;
    if (options.only !== "rows") rows.push([where, "activation", ...(await measureActivation(name, options))]);
    if (options.only !== "activation")
      rows.push([where, "first rows of 10,000 users", ...(await measureFirstRows(name, options))]);
  }
  const text = [conditions(options), table(["where", "what", "ours", "floor", "round trip", "over"], rows)].join(
    "\n\n",
  );
  console.log(text);
  if (!values.host && !values.only) await writeSection("In the editor", text);
}

function conditions({ runs }: Options): string {
  return [
    `Medians of ${runs} windows after a warm-up, ours and the floor by turns in each of them. The floor of the activation is an`,
    "empty extension, after another one that pays for what the first in a window pays; that of the first rows is an extension that",
    "shows 100 such rows from memory; a round trip is the sandbox's answer to the same request. What is over is the median of the",
    `differences, window by window. Load of the machine at the end: ${loadavg()[0]?.toFixed(1) ?? ""}. ${machine()}`,
  ].join(" ");
}

/**
 * Each window has an extension host of its own, in which a probe activates both extensions, after all else has started.
 * Neither starts by itself.
 */
async function measureActivation(name: HostName, { runs }: Options): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-activation-"));
  const file = path.join(folder, "times.json");
  const order = path.join(folder, "order.json");
  const linked = [
    await copyOfOurs(folder),
    await makeExtension(folder, "empty", "export function activate() {}"),
    await makeExtension(folder, "first", "export function activate() {}"),
    await makeExtension(folder, "probe", `export * from "${project}/bench/probe"`, {
      activationEvents: ["onStartupFinished"],
    }),
  ];
  const environment = { WORKFRONT_BENCH_FILE: file, WORKFRONT_BENCH_ORDER: order };
  const server = await startServer({
    host: await installHost(name, console.error),
    folder,
    linked,
    environment,
    allBuiltIn: true,
  });
  const browser = await launchBrowser();
  const times: Record<string, number[]> = { [ours]: [], [empty]: [] };
  try {
    const page = await browser.newPage();
    for (let run = 0; run <= runs; run++) {
      await rm(file, { force: true });
      await writeFile(order, JSON.stringify([first, ...(run % 2 === 0 ? [ours, empty] : [empty, ours])]));
      await page.goto(server.address(folder), { waitUntil: "commit" });
      while (!existsSync(file)) await setTimeout(100);
      await setTimeout(100);
      const measured = JSON.parse(await readFile(file, "utf8")) as Record<string, number>;
      if (run > 0) for (const [id, time] of Object.entries(measured)) times[id]?.push(time);
    }
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const [own, floor] = [times[ours] ?? [], times[empty] ?? []];
  return [own, floor].map(milliseconds).concat("", milliseconds(own.map((time, run) => time - (floor[run] ?? NaN))));
}

/** The extension as it is packaged, but for the event that starts it. */
async function copyOfOurs(folder: string): Promise<string> {
  const copy = path.join(folder, "ours");
  for (const part of ["dist", "l10n", "media", "package.nls.json"])
    await cp(path.join(project, part), path.join(copy, part), { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(project, "package.json"), "utf8")) as Record<string, unknown>;
  await writeFile(path.join(copy, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
  return copy;
}

/** Makes a small extension in the folder, from one line of code. */
async function makeExtension(folder: string, name: string, code: string, more: object = {}): Promise<string> {
  const extension = path.join(folder, name);
  await mkdir(extension);
  const manifest = { publisher: "workfront-tools", name, version: "1.0.0", engines: { vscode: "^1.100.0" } };
  await writeFile(path.join(extension, "package.json"), JSON.stringify({ ...manifest, main: "./main.js", ...more }));
  await build({
    stdin: { contents: code, resolveDir: project, loader: "ts" },
    outfile: path.join(extension, "main.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
  });
  return extension;
}

/** The view of the floor, in a container of its own, beside ours. */
const floorView = {
  activationEvents: ["onStartupFinished"],
  contributes: {
    viewsContainers: { activitybar: [{ id: "floor", title: "Floor", icon: "icon.svg" }] },
    views: { floor: [{ id: "floor.rows", name: "Floor" }] },
  },
};

/** From the click on a view's icon, in a window that has not shown that view, to the first row on screen. */
async function measureFirstRows(name: HostName, { runs }: Options): Promise<string[]> {
  process.env["VSCODE_HOST"] = name;
  const folder = await mkdtemp(path.join(tmpdir(), "bench-floor-"));
  const code = `export * from "${project}/bench/floor"`;
  const floor = await makeExtension(folder, "floor", code, floorView);
  await cp(path.join(project, "media/workfront-users.svg"), path.join(floor, "icon.svg"));
  const sandbox = await startSandbox({ users: 10_000 });
  const editor = await Editor.start({ linked: [floor] });
  const ways = [
    { title: "Workfront Users", row: sandbox.administrator.name, times: [] as number[] },
    { title: "Floor", row: "Floor User 1", times: [] as number[] },
  ] as const;
  const trips: number[] = [];
  try {
    await connect(editor, sandbox);
    const asker = raw({ url: sandbox.url, apiKey: sandbox.administrator.apiKey, users: 10_000 });
    for (let run = 0; run <= runs; run++) {
      await iconOf(editor, "Explorer").click();
      await editor.open();
      // The window goes on working for a while after it looks finished.
      await setTimeout(3000);
      const trip = await timed(() => asker.firstPage());
      if (run > 0) trips.push(trip);
      for (const { title, row, times } of run % 2 === 0 ? ways : [...ways].reverse()) {
        const time = await timeToRow(editor, title, row);
        if (run > 0) times.push(time);
        await iconOf(editor, "Explorer").click();
        await setTimeout(500);
      }
    }
  } finally {
    await editor.stop();
    await Workplace.leave();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const [{ times: own }, { times: least }] = ways;
  const over = own.map((time, run) => time - (least[run] ?? NaN) - (trips[run] ?? NaN));
  return [own, least, trips, over].map(milliseconds);
}

function iconOf({ page }: Editor, title: string) {
  return page.locator(`.activitybar .action-item [aria-label^="${title}"]`).first();
}

/** From the press of the mouse to the frame that has the row, by the clock of the page. */
async function timeToRow(editor: Editor, title: string, row: string): Promise<number> {
  const shown = editor.page.evaluate<number>(`new Promise((resolve, reject) => {
    let started;
    const isThere = (one) => one.textContent.replaceAll("\\u00a0", " ").includes(${JSON.stringify(row)});
    const observer = new MutationObserver(() => {
      const rows = [...document.querySelectorAll(".part.sidebar .monaco-list-row")];
      if (started === undefined || !rows.some(isThere)) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - started));
    });
    document.addEventListener("pointerdown", () => (started = performance.now()), { capture: true, once: true });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    setTimeout(() => reject(new Error("The row did not come.")), 60_000);
  })`);
  await iconOf(editor, title).click();
  return shown;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function milliseconds(times: readonly number[]): string {
  return `${median(times).toFixed(1)} ms`;
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
