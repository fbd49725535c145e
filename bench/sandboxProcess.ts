import { spawn } from "node:child_process";
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
  const stop = () => {
    child.kill();
    return ended;
  };
  const printed = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (/^Password/m.test(text)) resolve(text);
    });
    void ended.then(() => reject(new Error("The sandbox ended before it was ready.")));
  });
  const valueOf = (name: string) => new RegExp(`^${name}\\s+(\\S+)`, "m").exec(printed)?.[1] ?? "";
  return { server: { url: valueOf("Address"), apiKey: valueOf("API key"), users }, stop };
}
