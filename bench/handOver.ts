import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHeldWork } from "../src/domain/handOver/heldWork";
import { movableKinds, type MovableKind } from "../src/domain/handOver/kinds";
import { changesFor, planHandOver } from "../src/domain/handOver/plan";
import { carryOut } from "../src/domain/runs/carryOut";
import type { Plan } from "../src/domain/runs/plan";
import { Runs } from "../src/domain/runs/runs";
import { chunksOf, groupedBy } from "../src/workfront/chunksOf";
import { listMovable, type MovableItem } from "../src/workfront/movableWork";
import type { Run, Way } from "./cases";
import { atATime, ourClient, rawSender, type Server } from "./clients";
import { inParallel } from "./parallel";

const wanted = 1000;
const origin = { connectionID: "", host: "", by: { ID: "", name: "Bench" } };
const changer = { connectionID: "", selfID: "", readOnly: false };

/** Reports are handed over one by one, which a bulk request is no measure of. */
const kinds = movableKinds.filter((kind) => kind !== "reports");

/** What is handed over, and between whom. */
interface Scene {
  readonly items: readonly MovableItem[];
  readonly leaver: { readonly ID: string; readonly name: string | null; readonly emailAddr: string | null };
  readonly successor: Scene["leaver"];
}

export const handOverWays: Readonly<Record<string, Way>> = {
  "ours, journaled and verified": (server) => handingOver(server, runOf(server, plannedBefore)),
  "ours, with reading and planning": (server) => handingOver(server, runOf(server, plannedNow(server))),
  "raw HTTP, bulk, neither": rawBulk,
};

/** Hands over a thousand items, which are the leaver's again before each run. */
async function handingOver(server: Server, handOver: (scene: Scene) => Promise<number>): Promise<Run> {
  const scene = await sceneOf(server);
  const run: Run = () => handOver(scene);
  run.reset = () => sendRaw(server, scene.items, scene.leaver.ID);
  return run;
}

/** Two people, and a hundred items of each kind, or what there is; assignments are without a job role. */
async function sceneOf(server: Server): Promise<Scene> {
  const client = ourClient(server);
  const users = await client.searchUsers({ isActive: true }, { first: 0, limit: 40 });
  const [leaver, successor] = (await client.getUsers(users.map(({ ID }) => ID))).filter(
    ({ isAdmin, scheduledDeactivationDate }) => !isAdmin && !scheduledDeactivationDate,
  );
  const holders = (await client.searchUsers({}, { first: 0, limit: 2000 })).map(({ ID }) => ID);
  const items: MovableItem[] = [];
  for (const [index, kind] of kinds.entries()) {
    const some = await someOf(client, kind, holders, Math.ceil((wanted - items.length) / (kinds.length - index)));
    items.push(...some.filter(({ ID, field }) => !items.some((one) => one.ID === ID && one.field === field)));
  }
  if (!leaver || !successor || items.length !== wanted) throw new Error(`There are ${items.length} items.`);
  return { items: items.map((item) => ({ ...item, holder: leaver })), leaver, successor };
}

async function someOf(
  client: ReturnType<typeof ourClient>,
  kind: MovableKind,
  holders: readonly string[],
  most: number,
): Promise<MovableItem[]> {
  const found: MovableItem[] = [];
  for (const chunk of chunksOf(holders, 200))
    for await (const page of listMovable(client, kind, chunk)) {
      found.push(...page.filter(({ along }) => Object.keys(along).length === 0));
      if (found.length >= most) return found.slice(0, most);
    }
  return found;
}

function runOf(server: Server, planned: (scene: Scene) => Plan | Promise<Plan>): (scene: Scene) => Promise<number> {
  const client = ourClient(server);
  const runs = new Runs(join(tmpdir(), "runs"));
  return async (scene) => {
    const plan = await planned(scene);
    const run = await runs.begin(plan, origin);
    await carryOut(run, plan.change, client, { signal: new AbortController().signal });
    return run.record.counts.changed ?? 0;
  };
}

function plannedBefore({ items, successor }: Scene): Plan {
  return { kind: "handOver", change: changesFor(items, successor.ID), unchanged: [], refused: [] };
}

function plannedNow(server: Server): (scene: Scene) => Promise<Plan> {
  const client = ourClient(server);
  return async ({ items, leaver, successor }) => {
    const meant = new Set(items.map(({ ID, field }) => `${ID} ${field}`));
    const held = (await readHeldWork(client, [leaver.ID], { kinds })).flatMap((one) => one.items);
    const chosen = held.filter(({ ID, field }) => meant.has(`${ID} ${field}`));
    return planHandOver(client, { items: chosen, leavers: [leaver], successor }, changer);
  };
}

function rawBulk(server: Server): Promise<Run> {
  return handingOver(server, ({ items, successor }) => sendRaw(server, items, successor.ID));
}

/** A hundred in each request, four requests at a time. */
async function sendRaw(server: Server, items: readonly MovableItem[], userID: string): Promise<number> {
  const ask = rawSender(server);
  const requests = groupedBy(items, ({ objCode, field }) => `${objCode} ${field}`).flatMap((group) =>
    chunksOf(group, 100),
  );
  const answers = await inParallel(requests, atATime, (chunk) => {
    const { objCode, field } = chunk[0] as MovableItem;
    const body = JSON.stringify(chunk.map(({ ID }) => ({ ID, [field]: userID })));
    return ask<unknown[]>("PUT", `${objCode}?fields=${field}`, body);
  });
  return answers.flat().length;
}
