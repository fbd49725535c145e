import { execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildCompanion, companionFolder } from "./companion/build";
import { hostNames, installHost } from "./hosts/installation";
import type { Server } from "./hosts/server";
import { startServer } from "./hosts/server";
import type { Sandbox } from "./sandbox/server";
import { startSandbox } from "./sandbox/server";
import { removeFolder } from "./support/removeFolder";

const project = path.resolve(__dirname, "..");

/** Shows the extension from its sources in real VS Code, next to a Workfront to try it on. */
async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      vscode: { type: "string", default: "newest" },
      users: { type: "string", default: "147" },
      era: { type: "string", default: "2026" },
      latency: { type: "string", default: "0" },
    },
  });
  const hostName = hostNames.find((name) => name === values.vscode);
  if (hostName === undefined) throw new Error(`--vscode takes ${hostNames.join(" or ")}.`);
  if (values.era !== "2022" && values.era !== "2026") throw new Error("--era takes 2022 or 2026.");
  execFileSync(process.execPath, ["esbuild.js"], { cwd: project, stdio: "inherit" });
  await buildCompanion();
  const host = await installHost(hostName, console.log);
  const folder = await mkdtemp(path.join(os.tmpdir(), "workfront-users-start-"));
  const workspaceFolder = path.join(folder, "workspace");
  await mkdir(workspaceFolder);
  const sandbox = await startSandbox({
    users: wholeNumber(values.users, "--users"),
    era: values.era,
    latency: wholeNumber(values.latency, "--latency"),
  });
  const server = await startServer({
    host,
    folder,
    linked: [project, companionFolder],
    allBuiltIn: true,
    environment: {
      WORKFRONT_SANDBOX_URL: sandbox.url,
      WORKFRONT_SANDBOX_CLIENT_ID: sandbox.oauth.clientId,
      WORKFRONT_SANDBOX_KEY: sandbox.administrator.apiKey,
      WORKFRONT_SANDBOX_USERNAME: sandbox.administrator.username,
      WORKFRONT_SANDBOX_PASSWORD: sandbox.administrator.password,
    },
  });
  const stop = async () => {
    await Promise.all([server.stop(), sandbox.stop()]);
    await removeFolder(folder);
  };
  const address = server.address(workspaceFolder);
  describe(`VS Code ${host.version}`, address, sandbox);
  openBrowser(address);
  await interruption(server);
  await stop();
}

function wholeNumber(text: string, flag: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${flag} takes a whole number, not "${text}".`);
  return number;
}

function describe(editor: string, address: string, { url, oauth, administrator }: Sandbox): void {
  console.log(`
  ${editor} with Workfront Users from this folder:
    ${address}
    Click "Connect to the sandbox" in the status bar, or connect by hand with:

  Workfront sandbox   ${url}
  OAuth client ID     ${oauth.clientId}
  API key             ${administrator.apiKey}
  Username            ${administrator.username}
  Password            ${administrator.password}

  Ctrl+C stops both.
`);
}

function openBrowser(address: string): void {
  const opener = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  if (opener === "xdg-open" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) return;
  spawn(opener, [address], { stdio: "ignore", detached: true })
    .on("error", () => console.log("  Open the address in a browser."))
    .unref();
}

/**
 * Settles when the user has had enough, or when the editor's server has. Ctrl+C may arrive twice, from the terminal and
 * from the program that started this one; the second must not end us in the middle of stopping.
 */
async function interruption(server: Server): Promise<void> {
  const signals = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map(
    (signal) => new Promise<void>((resolve) => process.on(signal, () => resolve())),
  );
  await Promise.race([...signals, server.ended]);
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
