import { existsSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

/** Starts a headless Chromium: on Linux x64 the one from npm, elsewhere an installed Chrome, Chromium or Edge. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform === "linux" && process.arch === "x64") {
    const { default: packaged } = await import("@sparticuz/chromium");
    packaged.setGraphicsMode = false;
    // As a single process, which small machines need, it ends now and then when a page is loaded or closed.
    const args = packaged.args.filter((flag) => flag !== "--single-process" && flag !== "--no-zygote");
    return chromium.launch({ executablePath: await packaged.executablePath(), args: [...args, ...quietFlags] });
  }
  const executablePath = installedBrowsers().find((candidate) => existsSync(candidate));
  if (executablePath === undefined)
    throw new Error("No browser to show VS Code in: install Google Chrome, Chromium or Microsoft Edge.");
  return chromium.launch({ executablePath, args: quietFlags });
}

/** Drawing with the processor as it is takes less of it than playing a graphics card. */
const quietFlags = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-software-rasterizer"];

function installedBrowsers(): string[] {
  const programFolders = [process.env["PROGRAMFILES"], process.env["PROGRAMFILES(X86)"], process.env["LOCALAPPDATA"]];
  switch (process.platform) {
    case "darwin":
      return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case "win32":
      return programFolders
        .filter((folder) => folder !== undefined)
        .flatMap((folder) =>
          ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"].map((program) =>
            path.join(folder, program),
          ),
        );
    default:
      return ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"].map((name) => `/usr/bin/${name}`);
  }
}
