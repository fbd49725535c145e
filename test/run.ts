import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import pLimit from "p-limit";
import type { Counts } from "./countingReporter";
import { countsVariable } from "./countingReporter";
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

/** The steps of the whole test, in the order they are begun. The package comes first: the editor's tests use it. */
function steps(): Step[] {
  const packaged = once(() => check("npm", ["run", "package"], /\bWARNING\b/));
  const afterPackage = async (run: () => Promise<Result>) => {
    const { failed } = await packaged();
    return failed === 0 ? run() : crashed("Nothing to test: the extension could not be packaged.");
  };
  return [
    { name: "package", run: packaged },
    { name: "package contents", run: () => afterPackage(() => mocha("package contents", packageTests, {})) },
    { name: "lint", run: () => check(program("eslint"), [".", "--max-warnings", "0"]) },
    { name: "format", run: () => check(program("prettier"), ["--check", "."]) },
    { name: "types", run: () => check("npm", ["run", "typecheck"]) },
    { name: "unit", run: () => mocha("unit", unitTests, {}) },
    ...hostNames.map((host) => ({ name: `host ${host}`, run: () => afterPackage(() => hostTests(host)) })),
    ...hostNames.map((host) => ({ name: `journeys ${host}`, run: () => afterPackage(() => journeys(host)) })),
  ];
}

const unitTests = ["test/{workfront,domain,manifest,sandbox}/**/*.test.ts"];

const packageTests = ["--no-config", "--node-option", "import=tsx", "--timeout", "60000", "test/package/*.test.ts"];

/** Tests in the extension host, through `@vscode/test-electron` as on the desktop. */
async function hostTests(host: HostName): Promise<Result> {
  await installHost(host, console.log);
  await bundleHostTests();
  return counted(
    `host ${host}`,
    process.execPath,
    ["--import", "tsx", path.join(__dirname, "hosts", "runHostTests.ts")],
    {
      VSCODE_HOST: host,
    },
  );
}

const bundleHostTests = once(() => {
  const folder = path.join(__dirname, "host");
  const names = readdirSync(folder).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  return build({
    entryPoints: names.map((name) => path.join(folder, name)),
    outdir: path.join(outFolder, "host"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
});

/** A person's ways through the packaged extension, in a browser. */
async function journeys(host: HostName): Promise<Result> {
  await installHost(host, console.log);
  // A browser, an editor and its server on a busy machine now and then miss a click: a journey has a second try.
  const options = ["--timeout", "120000", "--retries", "1"];
  const tests = ["--no-config", "--node-option", "import=tsx", ...options, "test/journeys/*.test.ts"];
  return mocha(`journeys ${host}`, tests, { VSCODE_HOST: host });
}

function mocha(name: string, arguments_: readonly string[], environment: Record<string, string>): Promise<Result> {
  const reporter = ["--reporter", path.join(__dirname, "countingReporter.ts"), "--exit"];
  return counted(name, program("mocha"), [...arguments_, ...reporter], environment);
}

/** Runs a program that counts its tests; ending badly without a failed test counts as one. */
async function counted(
  name: string,
  command: string,
  arguments_: readonly string[],
  environment: Record<string, string>,
): Promise<Result> {
  const file = path.join(outFolder, `${name.replace(" ", "-")}.json`);
  await rm(file, { force: true });
  const { output, code } = await outputOf(command, arguments_, { ...environment, [countsVariable]: file });
  const written = await readFile(file, "utf8").catch(() => undefined);
  if (written === undefined) return crashed(`${output}\nIt ended with ${code} before its tests did.`);
  const counts = JSON.parse(written) as Counts;
  const { passed, failed } = counts;
  return { output, passed, failed: code !== 0 && failed === 0 ? 1 : failed };
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
