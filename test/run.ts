import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import type { Counts } from "./countingReporter";
import { countsVariable } from "./countingReporter";
import { bundleHostTests } from "./hosts/bundleHostTests";
import type { HostName } from "./hosts/installation";
import { hostNames, installHost } from "./hosts/installation";

const project = path.resolve(__dirname, "..");
const outFolder = path.join(project, "out");
const program = (name: string) => path.join(project, "node_modules", ".bin", name);

interface Result extends Counts {
  readonly output: string;
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<Result>;
}

/** The steps of the whole test, in the order they are begun: first what others wait for, then what takes longest. */
function steps(): Step[] {
  const packaged = once(() => check("npm", ["run", "package"], /\bWARNING\b/));
  const afterPackage = async (run: () => Promise<Result>) => {
    const { failed } = await packaged();
    return failed === 0 ? run() : crashed("Nothing to test: the extension could not be packaged.");
  };
  const hosts = hostNames.map((host) => {
    const installed = once(() => installHost(host, console.log));
    return {
      host,
      install: async () => ({ output: `VS Code ${(await installed()).version}`, passed: 1, failed: 0 }),
      whenReady: (run: () => Promise<Result>) => () => afterPackage(() => installed().then(run)),
    };
  });
  return [
    { name: "package", run: packaged },
    ...hosts.map(({ host, install }) => ({ name: `install ${host}`, run: install })),
    ...hosts.map(({ host, whenReady }) => ({ name: `journeys ${host}`, run: whenReady(() => journeys(host)) })),
    { name: "unit domain", run: () => unitTests("domain") },
    ...hosts.map(({ host, whenReady }) => ({ name: `host ${host}`, run: whenReady(() => hostTests(host)) })),
    { name: "lint", run: () => check(program("eslint"), [".", "--max-warnings", "0"]) },
    ...["workfront", "manifest", "sandbox"].map((folder) => ({ name: `unit ${folder}`, run: () => unitTests(folder) })),
    { name: "types", run: () => check("npm", ["run", "typecheck"]) },
    { name: "format", run: () => check(program("prettier"), ["--check", "."]) },
    { name: "package contents", run: () => afterPackage(() => mocha("package contents", packageTests, {})) },
  ];
}

function unitTests(folder: string): Promise<Result> {
  return mocha(`unit ${folder}`, [`test/${folder}/**/*.test.ts`], {});
}

const editorTests = ["--no-config", "--node-option", "import=tsx"];

const packageTests = [...editorTests, "--timeout", "60000", "test/package/*.test.ts"];

const bundled = once(bundleHostTests);

/** Tests in the extension host, through `@vscode/test-electron` as on the desktop. */
async function hostTests(host: HostName): Promise<Result> {
  await bundled();
  const runner = ["--import", "tsx", path.join(__dirname, "hosts", "runInServerBuild.ts")];
  return counted(`host ${host}`, process.execPath, runner, { VSCODE_HOST: host });
}

/** A person's ways through the packaged extension, in a browser: in one process, whose editors share what is slow to get. */
function journeys(host: HostName): Promise<Result> {
  const tests = [...editorTests, "--timeout", "180000", "test/journeys/*.test.ts"];
  return mocha(`journeys ${host}`, tests, { VSCODE_HOST: host });
}

function mocha(name: string, arguments_: readonly string[], environment: Record<string, string>): Promise<Result> {
  const reporter = ["--reporter", path.join(__dirname, "countingReporter.ts")];
  return counted(name, program("mocha"), [...reporter, "--exit", ...arguments_], environment);
}

/** Runs a program that counts its tests; ending badly without a failed test counts as one. */
async function counted(
  name: string,
  command: string,
  arguments_: readonly string[],
  environment: Record<string, string>,
): Promise<Result> {
  const file = path.join(outFolder, `${name.replaceAll(" ", "-")}.json`);
  await rm(file, { force: true });
  const { output, code } = await outputOf(command, arguments_, { ...environment, [countsVariable]: file });
  const written = await readFile(file, "utf8").catch(() => undefined);
  if (written === undefined) return crashed(`${output}\nIt ended with ${code} before its tests did.`);
  const { passed, failed } = JSON.parse(written) as Counts;
  return { output, passed, failed: code !== 0 ? Math.max(1, failed) : failed };
}

/** Runs a program whose exit code is the result; a match of `forbidden` in what it prints is a failure too. */
async function check(command: string, arguments_: readonly string[], forbidden?: RegExp): Promise<Result> {
  const { output, code } = await outputOf(command, arguments_, {});
  const good = code === 0 && forbidden?.test(output) !== true;
  return { output, passed: good ? 1 : 0, failed: good ? 0 : 1 };
}

function crashed(output: string): Result {
  return { output, passed: 0, failed: 1 };
}

function outputOf(
  command: string,
  arguments_: readonly string[],
  environment: Record<string, string>,
): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(command, arguments_, {
      cwd: project,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", (error) => resolve({ output: error.message, code: null }));
    child.on("close", (code) => resolve({ output, code }));
  });
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

/** Runs the steps, as many at a time as there are processors, up to two: more would distort what tests time. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
  const chosen = steps().filter(({ name }) => values.only?.some((start) => name.startsWith(start)) ?? true);
  await mkdir(outFolder, { recursive: true });
  await rm(path.join(outFolder, "failures"), { recursive: true, force: true });
  const limit = pLimit(Math.min(2, os.availableParallelism()));
  const total = { passed: 0, failed: 0 };
  await limit.map(chosen, async ({ name, run }) => {
    const start = performance.now();
    const { output, passed, failed } = await run().catch((error: unknown) =>
      crashed(error instanceof Error ? error.message : String(error)),
    );
    total.passed += passed;
    total.failed += failed;
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`\n=== ${name}: ${passed} passed, ${failed} failed (${seconds} s)\n${output.trimEnd()}`);
  });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

void main();
