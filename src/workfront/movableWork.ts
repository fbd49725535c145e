import type { WorkfrontClient } from "./client";
import { WorkfrontError } from "./errors";
import { oneOf, type Parameter } from "./query";
import { isObject, textIn, type RawRecord } from "./records";
import { workSources, type MovableKind, type Move, type WorkSource } from "./workSources";

type Client = Pick<WorkfrontClient, "listObjects">;

/** Something that is another user's as soon as one field of it has another value. */
export interface MovableItem {
  readonly kind: MovableKind;
  /** What is edited: for tasks and issues, the assignment. */
  readonly objCode: string;
  readonly ID: string;
  readonly field: string;
  /** Whose it is; the name is null where Workfront does not tell it. */
  readonly holder: Reference;
  /** What people know: the task of an assignment, else the object itself. */
  readonly shown: { readonly objCode: string; readonly ID: string };
  readonly name: string;
  /** The name of the project that it is in; empty where there is none, or none that may be seen. */
  readonly project: string;
  /** Its status: the code, such as `CUR`, until it is labeled; empty where it has none. */
  readonly status: string;
  /** References that Workfront fills in anew unless they are sent along: the job role of an assignment. */
  readonly along: Readonly<Record<string, Reference>>;
}

export interface Reference {
  readonly ID: string;
  readonly name: string | null;
}

/** Whose work is meant: that of some users, of whom there are at most 200, or of all who are not active. */
export type Holders = readonly string[] | "inactive";

/**
 * All of one kind that can be handed over, in pages of up to 2,000, as far as the signed-in user may see it.
 * @throws {WorkfrontError} of kind `refused` where the server declines to search in this way.
 */
export async function* listMovable(
  client: Client,
  kind: MovableKind,
  holders: Holders,
  signal?: AbortSignal,
): AsyncGenerator<MovableItem[], void, undefined> {
  const { objCode, filters, all, few } = requestFor(kind, holders);
  let isBegun = false;
  try {
    for await (const rows of client.listObjects(objCode, { filters, fields: all }, signal)) {
      isBegun = true;
      yield itemsOf(kind, rows);
    }
  } catch (error) {
    if (isBegun || !(error instanceof WorkfrontError) || error.kind !== "refused") throw error;
    // A server that does not know one of the fields declines all of them.
    for await (const rows of client.listObjects(objCode, { filters, fields: few }, signal)) yield itemsOf(kind, rows);
  }
}

/** The search for what can be handed over: with all that is shown, and with as little as is needed. */
export function requestFor(kind: MovableKind, holders: Holders) {
  const { source, move } = moveOf(kind);
  const { field, through, project, status, along } = move;
  const relation = relationOf(field);
  const inside = (path: string) => (through ? `${through}:${path}` : path);
  const filters: Parameter[] = [
    ...(holders === "inactive" ? [[`${relation}:isActive`, "false"] as const] : oneOf(field, holders)),
    ...(move.open ?? source.open ?? []),
  ];
  const few = [field, inside("name"), ...(along ? [along] : [])];
  const all = [
    ...few,
    `${relation}:name`,
    ...(project ? [inside(`${project}:name`)] : []),
    ...(status ? [inside(status)] : []),
    ...(along ? [`${relationOf(along)}:name`] : []),
  ];
  return { objCode: move.objCode ?? source.objCode, filters, all, few };
}

function itemsOf(kind: MovableKind, rows: readonly RawRecord[]): MovableItem[] {
  const { source, move } = moveOf(kind);
  const { field, through, project, status, along } = move;
  return rows.flatMap((row): MovableItem[] => {
    const holder = referenceIn(row, field);
    const known = through ? row[through] : row;
    if (!holder || !isObject(known)) return [];
    const inProject = project && known[project];
    const kept = along && referenceIn(row, along);
    return [
      {
        kind,
        objCode: move.objCode ?? source.objCode,
        ID: row.ID,
        field,
        holder,
        shown: { objCode: source.objCode, ID: textIn(known["ID"]) },
        name: textIn(known["name"]),
        project: isObject(inProject) ? textIn(inProject["name"]) : "",
        status: status ? textIn(known[status]) : "",
        along: kept ? { [along]: kept } : {},
      },
    ];
  });
}

function moveOf(kind: MovableKind): { readonly source: WorkSource; readonly move: Move } {
  const source = workSources[kind];
  return { source, move: source.move };
}

/** A reference as it is told by a field such as `ownerID` and, beside it, the relation `owner`. */
function referenceIn(row: RawRecord, field: string): Reference | undefined {
  const [id, other] = [row[field], row[relationOf(field)]];
  if (typeof id !== "string") return undefined;
  return { ID: id, name: isObject(other) ? textIn(other["name"]) : null };
}

function relationOf(field: string): string {
  return field.replace(/ID$/, "");
}
