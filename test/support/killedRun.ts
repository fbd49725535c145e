import { text } from "node:stream/consumers";
import { carryOut } from "../../src/domain/runs/carryOut";
import { realFiles } from "../../src/domain/runs/files";
import type { Plan } from "../../src/domain/runs/plan";
import { Runs, type RunOrigin } from "../../src/domain/runs/runs";
import { WorkfrontClient } from "../../src/workfront/client";
import { apiKeyCredential } from "../../src/workfront/credential";
import { Transport } from "../../src/workfront/transport";
import { steppingClient, steppingFiles } from "./stepping";

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
    transport: new Transport({ origin: url, timeout: () => 500, log: () => undefined }),
    credential: apiKeyCredential(apiKey),
    version: { current: "v22.0" },
    concurrency: () => 2,
    readOnly: () => false,
    firstDelay: 4,
  });
  const run = await new Runs(folder, steppingFiles(realFiles, step)).begin(plan, origin);
  await carryOut(run, plan.change, steppingClient(client, step), {
    signal: new AbortController().signal,
    concurrency: 2,
  });
  process.stdout.write(String(steps));
}

void text(process.stdin).then((assignment) => main(JSON.parse(assignment) as Assignment));
