import { spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

/** The two ends of the range of editors that package.json's `engines.vscode` promises. */
export type HostName = "oldest" | "newest";

/** An installed VS Code server build: the editor's own workbench and extension host, shown in a browser. */
export interface Host {
  readonly name: HostName;
  /** Of VS Code, such as `1.100.3`. */
  readonly version: string;
  /** The folder of the VS Code server. */
  readonly root: string;
  /** The Node executable that runs it. */
  readonly node: string;
}

interface Recipe {
  readonly codeServer: string;
  readonly vscode: string;
  readonly nodeMajor: number;
  /** To be built for this system: of the editor itself, and of the program around it. */
  readonly nativeModules: readonly string[];
  readonly outerNativeModules: readonly string[];
}

const recipes: Record<HostName, Recipe> = {
  oldest: {
    codeServer: "4.100.3",
    vscode: "1.100.3",
    nodeMajor: 20,
    nativeModules: ["@vscode/spdlog", "native-watchdog", "node-pty"],
    outerNativeModules: ["argon2"],
  },
  newest: {
    codeServer: "4.139.1",
    vscode: "1.139.1",
    nodeMajor: 24,
    nativeModules: ["@vscode/spdlog", "@vscode/native-watchdog", "node-pty"],
    outerNativeModules: [],
  },
};

export const hostNames = Object.keys(recipes) as readonly HostName[];

const projectFolder = path.resolve(__dirname, "../..");
const cacheFolder = path.join(projectFolder, ".cache", "hosts");

/** A host could not be installed; the message is one sentence that says what is missing. */
export class HostUnavailable extends Error {
  override readonly name = "HostUnavailable";
}

/**
 * The host of that name, installed from the npm registry the first time. `progress` is told when there is something
 * to wait for. Two processes may ask at the same time: an installation appears whole or not at all.
 */
export async function installHost(name: HostName, progress: (line: string) => void): Promise<Host> {
  const recipe = recipes[name];
  const node = await installNode(recipe, progress);
  const folder = await installOnce(`code-server-${recipe.codeServer}`, (target, log) => {
    progress(`Installing VS Code ${recipe.vscode} from npm into .cache/hosts (half a minute to two minutes, once)…`);
    return installServer(recipe, node, target, log);
  });
  return { name, version: recipe.vscode, root: serverRoot(folder), node };
}

function serverRoot(folder: string): string {
  return path.join(folder, "node_modules", "code-server", "lib", "vscode");
}

/** The Node that runs this process where it has the right version, else one from npm. */
async function installNode({ nodeMajor, vscode }: Recipe, progress: (line: string) => void): Promise<string> {
  if (process.versions.node.startsWith(`${nodeMajor}.`)) return process.execPath;
  const packageName = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = await installOnce(`node-${nodeMajor}`, async (target, log) => {
    progress(`Installing Node ${nodeMajor} for VS Code ${vscode} from npm into .cache/hosts (once)…`);
    await npm(["install", "--ignore-scripts", `${packageName}@${nodeMajor}`], { folder: target, log });
  }).catch((error: unknown) => {
    throw new HostUnavailable(
      `VS Code ${vscode} runs on Node ${nodeMajor}, and npm has none for this system: run this with Node ${nodeMajor}.`,
      { cause: error },
    );
  });
  return path.join(folder, "node_modules", packageName, "bin", "node");
}

async function installServer(recipe: Recipe, node: string, target: string, log: string): Promise<void> {
  for (const tool of ["python3", "make", "g++"]) await requireTool(tool, recipe.vscode);
  const environment = {
    PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    // Without an answer in advance, the script of node-pty stops at a question of npx.
    npm_config_yes: "true",
    // Prebuilt modules come from addresses outside the registry.
    npm_config_build_from_source: "true",
    ...headersOf(node),
  };
  // Without install scripts: those of the whole package also build a Kerberos module and download a search program.
  await npm(["install", "--ignore-scripts", `code-server@${recipe.codeServer}`], { folder: target, log, environment });
  if (recipe.outerNativeModules.length > 0)
    await npm(["rebuild", ...recipe.outerNativeModules], { folder: target, log, environment });
  const server = { folder: serverRoot(target), log, environment };
  await npm(["install", "--omit=dev", "--ignore-scripts"], server);
  await npm(["rebuild", ...recipe.nativeModules], server);
  const archive = path.join(server.folder, "node_modules.asar");
  if (!existsSync(archive)) await symlink("node_modules", archive, "junction");
}

/** Where node-gyp finds the headers of this Node; it downloads them where they are not beside it. */
function headersOf(node: string): Record<string, string> {
  const prefix = path.resolve(path.dirname(node), "..");
  return existsSync(path.join(prefix, "include", "node", "node.h")) ? { npm_config_nodedir: prefix } : {};
}

async function requireTool(tool: string, vscode: string): Promise<void> {
  await run(tool, ["--version"], {}).catch((error: unknown) => {
    throw new HostUnavailable(`Installing VS Code ${vscode} needs ${tool}, which is not installed.`, { cause: error });
  });
}

/** Runs `install` in an empty npm project and moves the result into place, unless it is there already. */
async function installOnce(name: string, install: (target: string, log: string) => Promise<void>): Promise<string> {
  const folder = path.join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  const log = path.join(cacheFolder, `${name}.log`);
  const target = path.join(cacheFolder, `${name}.${process.pid}`);
  try {
    await mkdir(target, { recursive: true });
    await writeFile(path.join(target, "package.json"), "{}");
    await install(target, log);
    await rename(target, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (error instanceof HostUnavailable) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new HostUnavailable(`Installing ${name} from npm failed (${cause}); ${log} has npm's own words.`, {
      cause: error,
    });
  } finally {
    await rm(target, { recursive: true, force: true });
  }
  return folder;
}

interface RunOptions {
  readonly folder?: string;
  readonly log?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function npm(arguments_: readonly string[], options: RunOptions): Promise<void> {
  return run("npm", [...arguments_, "--no-audit", "--no-fund", "--no-package-lock"], options);
}

function run(command: string, arguments_: readonly string[], options: RunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, arguments_, {
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
      env: { ...process.env, ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const keep = (chunk: Buffer) => {
      if (options.log !== undefined) appendFileSync(options.log, chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`"${command} ${arguments_.join(" ")}" ended with ${code}`));
    });
  });
}
