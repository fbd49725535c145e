import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { build } from "esbuild";
import { launchBrowser } from "../test/hosts/browser";
import { hostNames, installHost, type HostName } from "../test/hosts/installation";
import { startServer } from "../test/hosts/server";
import { connect } from "../test/journeys/support/connect";
import { Editor } from "../test/journeys/support/editor";
import { startSandbox } from "../test/sandbox/server";
import { raw } from "./clients";
import { machine, median, table, writeSection } from "./results";

const project = path.resolve(__dirname, "..");
const ours = "workfront-tools.workfront-users";
const empty = "workfront-tools.empty";
const runs = 5;

/** `npm run bench:activation`: how long the extension takes to start, and to show the first rows, in real VS Code. */
async function main(): Promise<void> {
  await promisify(execFile)(process.execPath, ["esbuild.js", "--production"], { cwd: project });
  const rows: string[][] = [];
  for (const name of hostNames) {
    const { version } = await installHost(name, console.error);
    const activation = await measureActivation(name);
    rows.push([`VS Code ${version}`, "activation", ...activation]);
    rows.push([`VS Code ${version}`, "first rows of 10,000 users", ...(await measureFirstRows(name))]);
  }
  const conditions = `Medians of ${runs} windows after a warm-up. The floor of the activation is an empty extension in the same extension host; that of the first rows is the sandbox's answer to the same request. ${machine()}`;
  const text = [conditions, table(["where", "what", "median", "floor", "difference"], rows)].join("\n\n");
  console.log(text);
  await writeSection("In the editor", text);
}

/** Each window has an extension host of its own, in which a probe activates both extensions. */
async function measureActivation(name: HostName): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-activation-"));
  const file = path.join(folder, "times.json");
  const linked = [project, await makeExtension(folder, "empty", "export function activate() {}", [])];
  linked.push(await makeExtension(folder, "probe", `export * from "${project}/bench/probe"`, ["onStartupFinished"]));
  const environment = { WORKFRONT_BENCH_FILE: file, WORKFRONT_BENCH_IDS: `${ours},${empty}` };
  const server = await startServer({ host: await installHost(name, console.error), folder, linked, environment });
  const browser = await launchBrowser();
  const times: Record<string, number[]> = { [ours]: [], [empty]: [] };
  try {
    const page = await browser.newPage();
    for (let run = 0; run <= runs; run++) {
      await rm(file, { force: true });
      await page.goto(server.address(folder), { waitUntil: "commit" });
      while (!existsSync(file)) await setTimeout(100);
      await setTimeout(100);
      const measured = JSON.parse(await readFile(file, "utf8")) as { times: Record<string, number> };
      if (run > 0) for (const [id, time] of Object.entries(measured.times)) times[id]?.push(time);
    }
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return compared(times[ours] ?? [], times[empty] ?? []);
}

/** Makes a small extension in the folder, from one line of code. */
async function makeExtension(folder: string, name: string, code: string, events: readonly string[]): Promise<string> {
  const extension = path.join(folder, name);
  await mkdir(extension);
  const manifest = { publisher: "workfront-tools", name, version: "1.0.0", engines: { vscode: "^1.100.0" } };
  const entry = { main: "./main.js", activationEvents: events };
  await writeFile(path.join(extension, "package.json"), JSON.stringify({ ...manifest, ...entry }));
  await build({
    ...{ stdin: { contents: code, resolveDir: project, loader: "ts" }, outfile: path.join(extension, "main.js") },
    ...{ bundle: true, platform: "node", format: "cjs", external: ["vscode"], logLevel: "warning" },
  });
  return extension;
}

/** From the click on the view's icon, in a window that has not activated the extension, to the first row on screen. */
async function measureFirstRows(name: HostName): Promise<string[]> {
  process.env["VSCODE_HOST"] = name;
  const sandbox = await startSandbox({ users: 10_000 });
  const editor = await Editor.start();
  const times: number[] = [];
  try {
    await connect(editor, sandbox);
    const icon = (label: string) => editor.page.locator(`.activitybar .action-item [aria-label^="${label}"]`).first();
    for (let run = 0; run <= runs; run++) {
      await icon("Explorer").click();
      await editor.open();
      // The window goes on working for a while after it looks finished.
      await setTimeout(3000);
      const started = performance.now();
      await icon("Workfront Users").click();
      await editor.users.row(sandbox.administrator.name).waitFor();
      if (run > 0) times.push(performance.now() - started);
    }
    return compared(times, await serverTimes(sandbox.url, sandbox.administrator.apiKey));
  } finally {
    await editor.stop();
    await sandbox.stop();
  }
}

async function serverTimes(url: string, apiKey: string): Promise<number[]> {
  const asker = raw({ url, apiKey, users: 10_000 });
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const started = performance.now();
    await asker.firstPage();
    if (run > 0) times.push(performance.now() - started);
  }
  return times;
}

function compared(times: readonly number[], floor: readonly number[]): string[] {
  const difference = median(times) - median(floor);
  return [median(times), median(floor), difference].map((value) => `${value.toFixed(1)} ms`);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
