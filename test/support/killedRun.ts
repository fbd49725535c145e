import { Journal, type OpenRun } from "../../src/domain/journal";
import { planChange } from "../../src/domain/plan";
import { carryOut } from "../../src/domain/run";
import { apiKeyCredential } from "../../src/workfront/credential";
import { WorkfrontClient } from "../../src/workfront/client";
import { Transport } from "../../src/workfront/transport";

/**
 * A program that deactivates users as the extension does, and is gone without warning at a given step: before or after
 * anything that it writes down or sends. Tells the number of steps on its way out where it gets that far.
 */
interface Assignment {
  readonly url: string;
  readonly apiKey: string;
  readonly folder: string;
  readonly ids: readonly string[];
  readonly self: { readonly ID: string; readonly name: string };
  /** Counted from 1; 0 for never. */
  readonly killAt: number;
}

let steps = 0;

async function main({ url, apiKey, folder, ids, self, killAt }: Assignment): Promise<void> {
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
  });
  const chosen = ids.map((ID) => ({ ID, name: null, emailAddr: null }));
  const plan = planChange("deactivate", chosen, await client.getUsers(ids), self.ID);
  step();
  const run = await new Journal(folder).begin(plan, { connectionID: `${url}|${self.ID}`, host: url, by: self });
  step();
  await carryOut(plan, stepping(client, ["setActive", "setActiveMany"], step), {
    signal: new AbortController().signal,
    onOutcome: () => undefined,
    journal: stepping<OpenRun>(run, ["sent", "outcome", "end"], step),
    concurrency: 2,
    firstDelay: 4,
  });
  process.stdout.write(String(steps));
}

/** The same object, with a step before and after each of these calls. */
function stepping<T extends object>(of: T, names: readonly (keyof T)[], step: () => void): T {
  return new Proxy(of, {
    get: (_, name) => {
      const value = of[name as keyof T];
      if (typeof value !== "function") return value;
      if (!names.includes(name as keyof T)) return value.bind(of) as unknown;
      return (...given: unknown[]): unknown => {
        step();
        const result = (value as (...all: unknown[]) => unknown).apply(of, given);
        if (result instanceof Promise) return result.finally(step);
        step();
        return result;
      };
    },
  });
}

void main(JSON.parse(process.argv[2] ?? "") as Assignment);
