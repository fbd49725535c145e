import * as v from "valibot";
import type { WorkfrontClient } from "./client";
import { badReply, WorkfrontError } from "./errors";
import { oneOf, type Page } from "./query";
import { isObject, namedSchema, textIn, type RawRecord } from "./records";
import type { CallOptions } from "./sender";
import { workFilters, workSources, type SearchedKind, type WorkSource } from "./workSources";

type Client = Pick<WorkfrontClient, "host" | "countObjects" | "searchObjects">;

/** One object that points at a user. */
export interface WorkItem {
  readonly objCode: string;
  readonly ID: string;
  readonly name: string;
}

/** How many objects of a kind point at the given users, of whom there are at most 200. */
export function countWork(
  client: Pick<Client, "countObjects">,
  kind: SearchedKind,
  userIDs: readonly string[],
  options?: CallOptions,
): Promise<number> {
  const source: WorkSource = workSources[kind];
  return byFirstAccepted(source, (holder) =>
    client.countObjects(source.objCode, workFilters(source, holder, userIDs), options),
  );
}

/** The objects of a kind that point at a user, by what they are called. */
export async function listWork(
  client: Pick<Client, "searchObjects">,
  kind: SearchedKind,
  userID: string,
  page: Page,
  options?: CallOptions,
): Promise<WorkItem[]> {
  const source: WorkSource = workSources[kind];
  const { objCode, name = "name", standsFor } = source;
  const fields = standsFor ? ["ID", ...standsFor.map(([, relation, field]) => `${relation}:${field}`)] : ["ID", name];
  const found = await byFirstAccepted(source, (holder) =>
    client.searchObjects(objCode, { filters: workFilters(source, holder, [userID]), fields, page }, options),
  );
  return found.map((record) => workItem(record, source));
}

/** Asks in one way after the other, as long as the server declines; what it says of the first is what is told. */
async function byFirstAccepted<T>({ holders }: WorkSource, ask: (holder: readonly string[]) => Promise<T>): Promise<T> {
  let declined: unknown;
  for (const holder of holders)
    try {
      return await ask(holder);
    } catch (error) {
      if (!(error instanceof WorkfrontError) || error.kind !== "refused") throw error;
      declined ??= error;
    }
  throw declined;
}

const administratorSchema = v.object({
  ID: v.string(),
  userGroups: v.array(v.object({ isOwner: v.nullish(v.boolean()), group: v.nullish(namedSchema) })),
});

/**
 * The groups that the given users administer. Asked of the users, because memberships cannot be searched for.
 * @param userIDs at most 200.
 */
export async function groupsAdministered(
  client: Pick<Client, "host" | "searchObjects">,
  userIDs: readonly string[],
  options?: CallOptions,
): Promise<WorkItem[]> {
  const fields = ["userGroups:isOwner", "userGroups:group:name"];
  const page = { first: 0, limit: userIDs.length };
  const found = await client.searchObjects("USER", { filters: oneOf("ID", userIDs), fields, page }, options);
  const checked = v.safeParse(v.array(administratorSchema), found, { abortEarly: true });
  if (!checked.success) throw badReply(client.host);
  return checked.output.flatMap(({ userGroups }) =>
    userGroups.flatMap(({ isOwner, group }) =>
      isOwner && group ? [{ objCode: "GROUP", ID: group.ID, name: group.name ?? "" }] : [],
    ),
  );
}

function workItem(record: RawRecord, { objCode, name = "name", standsFor = [] }: WorkSource): WorkItem {
  for (const [code, relation, field] of standsFor) {
    const other = record[relation];
    if (isObject(other)) return { objCode: code, ID: textIn(other["ID"]), name: textIn(other[field]) };
  }
  return { objCode, ID: record.ID, name: textIn(record[name]) };
}
