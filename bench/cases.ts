import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportUsers } from "../src/domain/export";
import { carryOut } from "../src/domain/runs/carryOut";
import { planStatus } from "../src/domain/runs/plan";
import { Runs } from "../src/domain/runs/runs";
import {
  atATime,
  fields,
  official,
  officialClient,
  ourClient,
  ours,
  raw,
  rawSender,
  type Asker,
  type Server,
} from "./clients";
import { handOverWays } from "./handOver";
import { inParallel } from "./parallel";

/** Prepares a way of doing something; what it returns does it once and says what came of it. */
export type Way = (server: Server) => Run | Promise<Run>;

export interface Run {
  (): Promise<number>;
  /** Puts back what the run has changed; not measured. */
  reset?: () => Promise<unknown>;
}

export interface Case {
  readonly title: string;
  /** The size of the directory. */
  readonly users: number;
  /** Whether it shows how time and memory grow, besides the others. */
  readonly showsGrowth?: boolean;
  /** Each way by its name, in the order of the table. */
  readonly ways: Readonly<Record<string, Way>>;
}

const large = 100_000;
const oneByOne = "official client, one at a time";
const parallel = "official client, four at a time";
const floor = "raw HTTP";
const us = "ours";

/** The same question, asked by everybody. */
function asking(ask: (asker: Asker) => Promise<number>): Case["ways"] {
  return {
    [us]: (server) => () => ask(ours(server)),
    [oneByOne]: (server) => () => ask(official(server, 1)),
    [floor]: (server) => () => ask(raw(server)),
  };
}

const listing: Case["ways"] = {
  [us]: (server) => () => ours(server).list(),
  [oneByOne]: (server) => () => official(server, 1).list(),
  [parallel]: (server) => () => official(server, atATime).list(),
  [floor]: (server) => () => raw(server).list(),
};

const exportWays: Case["ways"] = {
  [us]: exporting,
  "raw HTTP, listing alone": (server) => () => raw(server).list(),
};

function ofSize(users: number): [name: string, bench: Case][] {
  const showsGrowth = ![10_000, 100_000, 500_000].includes(users);
  const count = users.toLocaleString("en-US");
  return [
    [`list${users}`, { title: `List ${count} users, 8 fields`, users, showsGrowth, ways: listing }],
    [`export${users}`, { title: `Export ${count} users to CSV`, users, showsGrowth, ways: exportWays }],
  ];
}

function changesOf(count: number): [name: string, bench: Case] {
  const title = `Deactivate ${count.toLocaleString("en-US")} users`;
  const ways: Case["ways"] = {
    "ours, recorded and verified": (server) => recordedRun(server, count),
    ...(count === 1000 && { "official client, bulk, neither": officialBulk }),
    "raw HTTP, bulk, neither": (server) => rawBulk(server, count),
    ...(count === 1000 && { "official client, one by one": officialSingle }),
  };
  return [`deactivate${count}`, { title, users: Math.max(10_000, 2 * count), showsGrowth: count !== 1000, ways }];
}

export const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries([100, 1_000, 10_000, 100_000, 500_000, 1_000_000].flatMap(ofSize)),
  firstPage: { title: "First page of 100,000", users: large, ways: asking((asker) => asker.firstPage()) },
  search: { title: "Search in 100,000", users: large, ways: asking((asker) => asker.search("jane")) },
  groups: { title: "Count 100,000 by home group", users: large, ways: asking((asker) => asker.groups()) },
  more: { title: "Load 100 more of 100,000", users: large, ways: asking((asker) => asker.nextPage()) },
  ...Object.fromEntries([100, 1_000, 10_000].map(changesOf)),
  handOver: { title: "Hand over 1,000 items of 10 kinds", users: 10_000, ways: handOverWays },
};

function exporting(server: Server): Run {
  const client = ourClient(server);
  return async () => {
    const { written } = await exportUsers(client, join(tmpdir(), "users.csv"), {
      ...{ criteria: {}, fields, format: "csv", expected: server.users },
      ...{ licenses: new Map(), signal: new AbortController().signal, onProgress: () => undefined },
    });
    return written;
  };
}

/** Deactivates so many users, who are active again before each run. */
async function deactivating(
  server: Server,
  count: number,
  deactivate: (ids: string[]) => Promise<number>,
): Promise<Run> {
  const client = ourClient(server);
  const ids: string[] = [];
  for await (const users of client.listUsers({ isActive: true }, ["isAdmin"], { expected: server.users }))
    ids.push(...users.flatMap(({ ID, isAdmin }) => (isAdmin ? [] : [ID])));
  ids.splice(count);
  const run: Run = () => deactivate(ids);
  const inactive = async () => (await client.getUsers(ids)).filter(({ isActive }) => !isActive).map(({ ID }) => ID);
  const activate = (chunk: readonly string[]) =>
    client.editMany(
      "USER",
      chunk.map((ID) => ({ ID, isActive: true })),
      ["isActive"],
    );
  run.reset = async () => {
    // A server that is busy for long drops connections; what was not done is done then.
    for (let left = await inactive(); left.length > 0; left = await inactive())
      await Promise.allSettled(chunks(left).map(activate));
  };
  return run;
}

function recordedRun(server: Server, count: number): Promise<Run> {
  const client = ourClient(server);
  const runs = new Runs(join(tmpdir(), "runs"));
  const origin = { connectionID: "", host: "", by: { ID: "", name: "Bench" } };
  let chosen: Awaited<ReturnType<typeof client.getUsers>> | undefined;
  return deactivating(server, count, async (ids) => {
    chosen ??= (await client.getUsers(ids)).map((user) => ({ ...user, isActive: true }));
    const plan = planStatus("deactivate", chosen, chosen, { connectionID: "", selfID: "", readOnly: false });
    const run = await runs.begin(plan, origin);
    await carryOut(run, plan.change, client, { signal: new AbortController().signal });
    return run.record.counts.changed ?? 0;
  });
}

const bulk = 100;

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / bulk) }, (_, index) =>
    ids.slice(index * bulk, (index + 1) * bulk),
  );
}

function rawBulk(server: Server, count: number): Promise<Run> {
  const ask = rawSender(server);
  return deactivating(server, count, async (ids) => {
    const answers = await inParallel(chunks(ids), atATime, (chunk) =>
      ask<unknown[]>("PUT", "USER?fields=isActive", JSON.stringify(chunk.map((ID) => ({ ID, isActive: false })))),
    );
    return answers.flat().length;
  });
}

/** Its bulk call takes what it is given as one request, so its user cuts the list to Workfront's limit, in turn. */
function officialBulk(server: Server): Promise<Run> {
  const api = officialClient(server);
  return deactivating(server, 1000, async (ids) => {
    let changed = 0;
    for (const chunk of chunks(ids))
      changed += ((await api.editMultiple("USER", chunk.map((ID) => ({ ID, isActive: false })) as never)) as unknown[])
        .length;
    return changed;
  });
}

function officialSingle(server: Server): Promise<Run> {
  const api = officialClient(server);
  return deactivating(server, 1000, async (ids) => {
    for (const id of ids) await api.edit("USER", id, { isActive: false });
    return ids.length;
  });
}
