import { EventEmitter, once } from "node:events";
import { mkdir, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { format } from "node:util";
import type { Browser } from "playwright-core";
import { removeFolder } from "../support/removeFolder";
import { launchBrowser } from "./browser";
import { hostNames, installHost } from "./installation";
import { startServer } from "./server";

/** Lines of the editor about itself that say nothing about the extension. */
const noise =
  /^(Resolv(ing|ed) connection|Creating a socket|Ignoring fetching|No search provider|ChatSessionStore|\[(Service Worker|AgentHost|AccountPolicyGate|reconnection-grace)|Timed out waiting for authentication provider|Canceled: Canceled)/;

/**
 * Does what the desktop program does in a test run: loads the extension, runs its tests in the extension host, prints
 * what they print, and gives their exit code. The environment variable VSCODE_HOST names the host: oldest or newest.
 */
export async function runAsDesktop(commandLine: readonly string[]): Promise<number> {
  const flags = readDesktopFlags(commandLine);
  const host = await installHost(
    hostNames.find((name) => name === process.env["VSCODE_HOST"]) ?? "newest",
    console.log,
  );
  const folder = await mkdtemp(path.join(os.tmpdir(), "workfront-users-host-"));
  const workspaceFolder = path.resolve(flags.workspaceFolder ?? path.join(folder, "workspace"));
  await mkdir(workspaceFolder, { recursive: true });
  const server = await startServer({ host, folder, testRun: true });
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close();
    await server.stop();
    await removeFolder(folder);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void stop().finally(() => process.exit(130)));
  try {
    browser = await launchBrowser();
    const address = server.address(workspaceFolder, [
      ["extensionDevelopmentPath", server.remote(flags.extensionDevelopmentPath)],
      ["extensionTestsPath", server.remote(flags.extensionTestsPath)],
    ]);
    const serverEnd = server.ended.then(() => {
      throw new Error("The VS Code server ended before the tests did.");
    });
    return await Promise.race([testExit(browser, address), serverEnd]);
  } finally {
    await stop();
  }
}

interface DesktopFlags {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly workspaceFolder?: string;
}

/** What the command line says that concerns a server host; other flags of the desktop program are passed over. */
function readDesktopFlags(commandLine: readonly string[]): DesktopFlags {
  const value = (name: string) => commandLine.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const extensionDevelopmentPath = value("extensionDevelopmentPath");
  const extensionTestsPath = value("extensionTestsPath");
  if (extensionDevelopmentPath === undefined || extensionTestsPath === undefined)
    throw new Error("This stands in for VS Code in test runs only: it needs the extension's path and the tests' path.");
  const workspaceFolder = commandLine.find((word) => !word.startsWith("-"));
  return {
    extensionDevelopmentPath,
    extensionTestsPath,
    ...(workspaceFolder === undefined ? {} : { workspaceFolder }),
  };
}

/** Opens the page of a test run, prints its log, and gives the exit code that the editor reports at its end. */
async function testExit(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ locale: "en-US", permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const exit = new EventEmitter();
  const code = once(exit, "code") as Promise<[number]>;
  page.once("crash", () => exit.emit("error", new Error("The page of the editor crashed.")));
  await page.exposeFunction("codeAutomationExit", (exitCode: number) => exit.emit("code", exitCode));
  await page.exposeFunction("codeAutomationLog", (_type: string, words: readonly unknown[]) => {
    const line = format(...words);
    if (!noise.test(line)) process.stdout.write(`${line}\n`);
  });
  await page.goto(address);
  return (await code)[0];
}
