import { execFile, type ExecFileException } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Plan } from "../../src/domain/runs/plan";
import { Limit } from "../../src/workfront/limit";
import { removeFolder } from "./removeFolder";
import { originOf, type Scene } from "./scene";

/** A program that carries out plans and is killed while it does; see `killedRun.ts`. */
export interface KilledProgram {
  /** @returns how many steps it took, or undefined where it was killed. */
  run(scene: Pick<Scene, "sandbox" | "folder">, plan: Plan, killAt: number): Promise<number | undefined>;
  remove(): Promise<void>;
}

export async function buildKilledProgram(): Promise<KilledProgram> {
  const home = await mkdtemp(join(tmpdir(), "killed-"));
  const outfile = join(home, "killedRun.cjs");
  const entryPoints = ["test/support/killedRun.ts"];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
  return {
    run: ({ sandbox, folder }, plan, killAt) => {
      const { url, administrator } = sandbox;
      const origin = originOf({ sandbox });
      const assignment = { url, apiKey: administrator.apiKey, folder, plan, origin, killAt };
      return new Promise((resolve, reject) => {
        const child = execFile(process.execPath, [outfile], (error, output, complaints) => {
          if (!error) resolve(Number(output));
          else if (isKilled(error, complaints)) resolve(undefined);
          else reject(new Error(error.message));
        });
        // A plan may be larger than an argument can be.
        child.stdin?.on("error", () => undefined).end(JSON.stringify(assignment));
      });
    },
    remove: () => removeFolder(home),
  };
}

/** Windows has no signals: there, a program that is killed ends with 1, as one that fails, but without a word. */
function isKilled({ code, signal }: ExecFileException, complaints: string): boolean {
  return process.platform === "win32" ? code === 1 && complaints === "" : signal === "SIGKILL";
}

/** Every so many steps from the first on, three at a time. */
export async function inTurns(steps: number, stride: number, kill: (step: number) => Promise<void>): Promise<void> {
  const limit = new Limit(() => 3);
  const chosen = Array.from({ length: Math.ceil(steps / stride) }, (_, index) => 1 + index * stride);
  await Promise.all(chosen.map((step) => limit.run(() => kill(step))));
}
