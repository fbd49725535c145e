import { text } from "node:stream/consumers";
import { carryOut } from "../../src/domain/runs/carryOut";
import { realFiles, type Files, type GrowingFile } from "../../src/domain/runs/files";
import type { Plan } from "../../src/domain/runs/plan";
import { Runs, type RunOrigin } from "../../src/domain/runs/runs";
import { WorkfrontClient } from "../../src/workfront/client";
import { apiKeyCredential } from "../../src/workfront/credential";
import { Transport } from "../../src/workfront/transport";

/**
 * A program that carries out a plan as the extension does, and is gone without warning at a given step: before or after
 * anything that it does to the disk or sends. Tells the number of steps on its way out where it gets that far.
 */
interface Assignment {
  readonly url: string;
  readonly apiKey: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly origin: RunOrigin;
  /** Counted from 1; 0 for never. */
  readonly killAt: number;
}

let steps = 0;

async function main({ url, apiKey, folder, plan, origin, killAt }: Assignment): Promise<void> {
  const step = () => {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, "SIGKILL");
  };
  const client = new WorkfrontClient({
    transport: new Transport({ origin: url, timeout: () => 5000, log: () => undefined }),
    credential: apiKeyCredential(apiKey),
    version: { current: "v22.0" },
    concurrency: () => 2,
    readOnly: () => false,
    firstDelay: 4,
  });
  const files: Files = {
    ...stepping(realFiles, ["create", "makeFolder", "syncFolder"], step),
    open: async (...given) => stepping<GrowingFile>(await realFiles.open(...given), ["write", "sync", "close"], step),
  };
  const run = await new Runs(folder, files).begin(plan, origin);
  const stepper = stepping(client, ["edit", "editMany"], step);
  await carryOut(run, plan.change, stepper, { signal: new AbortController().signal, concurrency: 2 });
  process.stdout.write(String(steps));
}

/** The same object, with a step before and after each of these calls. */
function stepping<T extends object>(of: T, names: readonly (keyof T)[], step: () => void): T {
  const stepped = (name: keyof T) => {
    return async (...given: unknown[]) => {
      step();
      try {
        return await (of[name] as (...all: unknown[]) => Promise<unknown>).apply(of, given);
      } finally {
        step();
      }
    };
  };
  return new Proxy(of, {
    get: (_, name) => {
      const value = of[name as keyof T];
      if (typeof value !== "function") return value;
      return names.includes(name as keyof T) ? stepped(name as keyof T) : (value.bind(of) as unknown);
    },
    // What is spread is stepped as well.
    getOwnPropertyDescriptor: (_, name) => {
      const found = Object.getOwnPropertyDescriptor(of, name);
      return found && (names.includes(name as keyof T) ? { ...found, value: stepped(name as keyof T) } : found);
    },
  });
}

void text(process.stdin).then((assignment) => main(JSON.parse(assignment) as Assignment));
