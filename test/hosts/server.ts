import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stopProcessGroup } from "./processGroup";
import type { Host } from "./installation";

export interface ServerOptions {
  readonly host: Host;
  /** Holds all that this server writes: settings, state, logs, extensions. It may be the folder of an earlier run. */
  readonly folder: string;
  /** Any free one when left out. The browser keeps secrets and state for one port only. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install before the start. */
  readonly packages?: readonly string[];
  /** Folders of extensions that run from their source folder. */
  readonly linked?: readonly string[];
  /** Added to the environment of the server, and by that to the extension host's. */
  readonly environment?: Readonly<Record<string, string>>;
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
  const port = options.port ?? (await freePort());
  const log = path.join(folder, "server.log");
  await writeSettings(options);
  await linkExtensions(options);
  for (const file of options.packages ?? []) await installPackage(options, file);
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
  return {
    port,
    log,
    remote,
    address: (workspaceFolder, payload) => {
      const address = new URL(`http://localhost:${port}/`);
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
    "--extensions-dir",
    extensionsFolder(folder),
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
function serverEnvironment({ host, environment }: ServerOptions): NodeJS.ProcessEnv {
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

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

async function readManifest(extension: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(extension, "package.json"), "utf8")) as Manifest;
}

async function installPackage(options: ServerOptions, file: string): Promise<void> {
  const { host, folder } = options;
  const child = spawn(
    host.node,
    [
      path.join(host.root, "out", "server-main.js"),
      ...["--install-extension", path.resolve(file), "--force"],
      ...["--extensions-dir", extensionsFolder(folder), "--server-data-dir", folder],
    ],
    { env: serverEnvironment(options), stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`VS Code ${host.version} did not install ${file}:\n${output}`);
}

async function answering(child: ChildProcess, port: number, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await delay(50);
  }
  throw new Error(`The VS Code server did not start:\n${await readFile(log, "utf8")}`);
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
