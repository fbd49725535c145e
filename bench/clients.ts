import { Agent, request } from "node:http";
import { NodeApi } from "workfront-api";
import { WorkfrontClient } from "../src/workfront/client";
import { apiKeyCredential } from "../src/workfront/credential";
import { Transport } from "../src/workfront/transport";
import { inParallel } from "./parallel";

/** A Workfront server, and how many users it has. */
export interface Server {
  readonly url: string;
  readonly apiKey: string;
  readonly users: number;
}

/** The same questions, asked by different means. Each resolves with the number of users, or groups, that came back. */
export interface Asker {
  list(): Promise<number>;
  firstPage(): Promise<number>;
  nextPage(): Promise<number>;
  search(text: string): Promise<number>;
  groups(): Promise<number>;
}

export const version = "v22.0";

/** What is read of each user when all are listed. */
export const fields = [
  "name",
  "emailAddr",
  "username",
  "title",
  "isActive",
  "licenseType",
  "homeGroup:name",
  "lastLoginDate",
];

const page = 2000;
export const atATime = 4;

export function ourClient({ url, apiKey }: Server): WorkfrontClient {
  return new WorkfrontClient({
    transport: new Transport({ origin: url, timeout: () => 60_000, log: () => undefined }),
    credential: apiKeyCredential(apiKey),
    version: { current: version },
    concurrency: () => atATime,
    readOnly: () => false,
  });
}

export function ours(server: Server): Asker {
  const client = ourClient(server);
  return {
    async list() {
      let count = 0;
      for await (const users of client.listUsers({}, fields, { expected: server.users })) count += users.length;
      return count;
    },
    firstPage: async () => (await client.searchUsers({}, { first: 0, limit: 100 })).length,
    nextPage: async () => (await client.searchUsers({}, { first: 100, limit: 100 })).length,
    search: async (text) => (await client.searchUsers({ text }, { first: 0, limit: 50 })).length,
    groups: async () => (await client.groupUsers({}, "homeGroupID")).length,
  };
}

const byName = { name_1_Sort: "ciasc", ID_2_Sort: "asc" };
const rowFields = [...fields, "isAdmin", "accessLevel:name"];

function named(text: string): Record<string, string> {
  const alternatives = ["name", "emailAddr", "username"].map((field, index) => {
    const name = index === 0 ? field : `OR:${index}:${field}`;
    return { [name]: text, [`${name}_Mod`]: "cicontains" };
  });
  return Object.assign({}, ...alternatives) as Record<string, string>;
}

/** The official client has no paging of its own: its user asks for page after page, one or several at a time. */
export function official(server: Server, pagesAtATime: number): Asker {
  const api = officialClient(server);
  const search = async (query: object, of: string[]) => ((await api.search("USER", query, of)) as unknown[]).length;
  return {
    list: () =>
      listPages(server.users, pagesAtATime, (first) =>
        search({ ID_Sort: "asc", $$FIRST: first, $$LIMIT: page }, fields),
      ),
    firstPage: () => search({ ...byName, $$FIRST: 0, $$LIMIT: 100 }, rowFields),
    nextPage: () => search({ ...byName, $$FIRST: 100, $$LIMIT: 100 }, rowFields),
    search: (text) => search({ ...named(text), ...byName, $$FIRST: 0, $$LIMIT: 50 }, rowFields),
    groups: async () =>
      Object.keys((await api.report("USER", { homeGroupID_GroupBy: true, ID_AggFunc: "dcount" })) as object).length,
  };
}

export function officialClient({ url, apiKey }: Server): NodeApi {
  return new NodeApi({ url, version: version.slice(1), apiKey });
}

/** `node:http` with connections kept open, and `JSON.parse`: the floor. */
export function raw(server: Server): Asker {
  const ask = rawSender(server);
  const search = async (query: Record<string, string | number>, of: readonly string[]) => {
    const parameters = new URLSearchParams({ ...query, fields: of.join(",") } as Record<string, string>);
    return (await ask<unknown[]>("GET", `USER/search?${parameters.toString()}`)).length;
  };
  return {
    list: () =>
      listPages(server.users, atATime, (first) => search({ ID_Sort: "asc", $$FIRST: first, $$LIMIT: page }, fields)),
    firstPage: () => search({ ...byName, $$FIRST: 0, $$LIMIT: 100 }, rowFields),
    nextPage: () => search({ ...byName, $$FIRST: 100, $$LIMIT: 100 }, rowFields),
    search: (text) => search({ ...named(text), ...byName, $$FIRST: 0, $$LIMIT: 50 }, rowFields),
    groups: async () =>
      Object.keys(await ask<object>("GET", "USER/report?homeGroupID_GroupBy=true&ID_AggFunc=dcount")).length,
  };
}

export function rawSender({ url, apiKey }: Server) {
  const agent = new Agent({ keepAlive: true });
  return <T>(method: string, path: string, body?: string) =>
    new Promise<T>((resolve, reject) => {
      const headers = { apiKey, ...(body !== undefined && { "Content-Type": "application/json" }) };
      request(`${url}/attask/api/${version}/${path}`, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve((JSON.parse(Buffer.concat(chunks).toString()) as { data: T }).data));
      })
        .on("error", reject)
        .end(body);
    });
}

async function listPages(users: number, atOnce: number, read: (first: number) => Promise<number>): Promise<number> {
  const firsts = Array.from({ length: Math.ceil(users / page) }, (_, index) => index * page);
  return (await inParallel(firsts, atOnce, read)).reduce((sum, count) => sum + count, 0);
}
