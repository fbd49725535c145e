import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Server } from "./clients";

/** Starts the sandbox in a process of its own, so that what it does is not counted as anybody's work. */
export async function startSandboxProcess(
  users: number,
  latency: number,
): Promise<{ readonly server: Server; stop(): Promise<void> }> {
  const flags = ["--users", String(users), "--latency", String(latency)];
  const child = spawn(process.execPath, ["--import", "tsx", "test/sandbox/main.ts", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let url = "";
  for await (const line of createInterface({ input: child.stdout })) {
    url = /^Address\s+(\S+)/.exec(line)?.[1] ?? url;
    const apiKey = /^API key\s+(\S+)/.exec(line)?.[1];
    if (apiKey) return { server: { url, apiKey, users }, stop: () => (child.kill(), ended) };
  }
  throw new Error("The sandbox ended before it was ready.");
}
