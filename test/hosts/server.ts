import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, openSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stopProcessGroup } from "./processGroup";
import type { Host } from "./installation";

export interface ServerOptions {
  readonly host: Host;
  /** Holds all that this server writes: settings, state, logs, extensions. It may be the folder of an earlier run. */
  readonly folder: string;
  /** To listen on, if it is free; any free one when left out. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders of extensions: sources, or what `installPackage` gave. */
  readonly linked?: readonly string[];
  /** Added to the environment of the server, and by that to the extension host's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the host has all extensions that come with it, and not only those that ours is used with. */
  readonly allBuiltIn?: boolean;
  /** The display language of the extensions, such as `ko`; English when left out. */
  readonly language?: string;
  /**
   * Honors `extensionDevelopmentPath` and `extensionTestsPath` in the page's address, refuses dialogs and toasts, and
   * forgets secrets at a reload: for tests inside the extension host only.
   */
  readonly testRun?: boolean;
}

export interface Server {
  readonly port: number;
  /** Of the page that it serves. */
  readonly origin: string;
  /** The file with the server's own output; the log folders of the editor are in `folder` beside it. */
  readonly log: string;
  /** The page that shows a workspace folder, with pairs such as `["extensionTestsPath", …]` for a test run. */
  address(workspaceFolder: string, payload?: readonly (readonly [string, string])[]): string;
  /** The address under which the page knows a file or folder of this machine. */
  remote(file: string): string;
  /** Settles when the server ends by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What a quiet editor needs: nothing that opens, offers or updates itself. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.reduceMotion": "on",
  "telemetry.telemetryLevel": "off",
  "security.workspace.trust.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
};

/** Starts a VS Code server and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { folder } = options;
  const port = await freePort(options.port);
  const log = path.join(folder, "server.log");
  await writeSettings(options);
  await linkExtensions(options);
  await linkBuiltIn(options);
  const output = openSync(log, "a");
  const child = spawn(options.host.node, serverArguments(options, port), {
    env: serverEnvironment(options),
    stdio: ["ignore", output, output],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  try {
    await answering(child, port, log);
  } catch (error) {
    await stopProcessGroup(child);
    throw error;
  }
  const remote = (file: string) => `vscode-remote://localhost:${port}${encodeURI(path.resolve(file))}`;
  const origin = `http://localhost:${port}`;
  return {
    port,
    origin,
    log,
    remote,
    address: (workspaceFolder, payload) => {
      const address = new URL(origin);
      address.searchParams.set("folder", workspaceFolder);
      if (payload !== undefined) address.searchParams.set("payload", JSON.stringify(payload));
      return address.href;
    },
    ended,
    stop: () => stopProcessGroup(child),
  };
}

function serverArguments(options: ServerOptions, port: number): string[] {
  const { host, folder, testRun = false } = options;
  const shared = [
    "--disable-telemetry",
    "--disable-workspace-trust",
    ...["--extensions-dir", extensionsFolder(folder)],
    ...(options.allBuiltIn ? [] : ["--builtin-extensions-dir", builtInFolder(folder)]),
    ...(options.language === undefined ? [] : ["--locale", options.language]),
  ];
  if (testRun)
    return [
      path.join(host.root, "out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--enable-smoke-test-driver"],
      ...["--server-data-dir", folder],
      ...shared,
    ];
  // The outer program keeps the key that encrypts secrets, so that they outlive a reload of the page.
  return [
    path.join(host.root, "..", "..", "out", "node", "entry.js"),
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-update-check"],
    ...["--disable-getting-started-override"],
    ...["--config", path.join(folder, "config.yaml"), "--session-socket", path.join(folder, "session.sock")],
    ...["--user-data-dir", dataFolder(folder)],
    ...shared,
  ];
}

/** The extension host inherits this; what an editor around us has set would reach into the one that starts. */
function serverEnvironment({ host, environment }: Pick<ServerOptions, "host" | "environment">): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: `${path.dirname(host.node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    // Without a marketplace the editor does not try to reach one.
    EXTENSIONS_GALLERY: "{}",
    ...environment,
  };
}

/** Both programs read user settings from `data/User`. */
function dataFolder(folder: string): string {
  return path.join(folder, "data");
}

function extensionsFolder(folder: string): string {
  return path.join(folder, "extensions");
}

async function writeSettings({ folder, settings, language }: ServerOptions): Promise<void> {
  const userFolder = path.join(dataFolder(folder), "User");
  await mkdir(userFolder, { recursive: true });
  await writeFile(path.join(userFolder, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  if (language === undefined) return;
  // A language counts as installed when a language pack says so; the editor's own words stay English.
  const words = path.join(folder, "main.i18n.json");
  await writeFile(words, JSON.stringify({ "": [], version: "1.0.0", contents: {} }));
  const pack = {
    hash: "any",
    label: language,
    extensions: [{ extensionIdentifier: { id: `workfront-tools.language-${language}` }, version: "1.0.0" }],
    translations: { vscode: words },
  };
  await writeFile(path.join(dataFolder(folder), "languagepacks.json"), JSON.stringify({ [language]: pack }));
}

/** Without this list, VS Code 1.100 loads no extension at all, not even the one under development. */
async function linkExtensions({ folder, linked = [] }: ServerOptions): Promise<void> {
  const list = path.join(extensionsFolder(folder), "extensions.json");
  await mkdir(extensionsFolder(folder), { recursive: true });
  if (existsSync(list) && linked.length === 0) return;
  const entries = linked.map(async (extension) => {
    const manifest = await readManifest(extension);
    return {
      identifier: { id: `${manifest.publisher}.${manifest.name}` },
      version: manifest.version,
      location: { $mid: 1, path: path.resolve(extension), scheme: "file" },
      metadata: { source: "vsix", pinned: true },
    };
  });
  await writeFile(list, JSON.stringify(await Promise.all(entries)));
}

/** What ours is used with: themes, and what shows its documents. The others take longer to start than all the rest. */
const builtIn = ["theme-defaults", "theme-seti", "json", "markdown-basics", "markdown-language-features"];

function builtInFolder(folder: string): string {
  return path.join(folder, "built-in");
}

async function linkBuiltIn({ host, folder, allBuiltIn }: ServerOptions): Promise<void> {
  if (allBuiltIn) return;
  await mkdir(builtInFolder(folder), { recursive: true });
  for (const name of builtIn) {
    const link = path.join(builtInFolder(folder), name);
    if (!existsSync(link)) await symlink(path.join(host.root, "extensions", name), link, "junction");
  }
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

async function readManifest(extension: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(extension, "package.json"), "utf8")) as Manifest;
}

/**
 * Lets the host install a packaged extension into an empty folder, as `code --install-extension` does.
 * @returns the folder of the extension, for `linked`.
 */
export async function installPackage(host: Host, file: string, folder: string): Promise<string> {
  const extensions = extensionsFolder(folder);
  const child = spawn(
    host.node,
    [
      path.join(host.root, "out", "server-main.js"),
      ...["--install-extension", path.resolve(file), "--force"],
      ...["--extensions-dir", extensions, "--server-data-dir", folder],
    ],
    { env: serverEnvironment({ host }), stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  const installed = (await readdir(extensions, { withFileTypes: true })).find((entry) => entry.isDirectory());
  if (code !== 0 || !installed) throw new Error(`VS Code ${host.version} did not install ${file}:\n${output}`);
  return path.join(extensions, installed.name);
}

/** Waits for the page itself: the outer program listens before it knows what to answer. */
async function answering(child: ChildProcess, port: number, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const hasPage = await fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (hasPage) return;
    await delay(50);
  }
  throw new Error(`The VS Code server did not start:\n${await readFile(log, "utf8")}`);
}

/** Below the ports that systems give to connections, so that none of them takes it before the server does. */
const ports = { first: 20_000, count: 12_000 };

/** A port that nothing listens on: this one, where that is so. */
export async function freePort(wished?: number): Promise<number> {
  for (let port = wished; ; port = ports.first + randomInt(ports.count))
    if (port !== undefined && (await isFree(port))) return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
