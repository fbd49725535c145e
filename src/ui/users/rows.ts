import { commonFailure, type AssignedWork } from "../../domain/assignedWork";
import type { UserGroup } from "../../domain/groups";
import { isAboutIdle } from "../../domain/idle";
import type { User } from "../../domain/user";
import type { UserList } from "../../domain/userList";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";

/** A row of the Users view: data, made from what the directory holds. */
export type Row = UserRow | WorkRow | NoWorkRow | GroupRow | IdleRow | LoadMoreRow | FailureRow;

export class UserRow {
  readonly kind = "user";

  constructor(
    readonly session: Session,
    readonly user: User,
    /** The group in which the row is, where users are grouped. */
    readonly group?: UserGroup,
  ) {}
}

/** How much work of one kind is assigned to a user. */
export class WorkRow {
  readonly kind = "work";

  constructor(
    readonly session: Session,
    readonly user: User,
    readonly work: AssignedWork,
    readonly group?: UserGroup,
  ) {}
}

/** Stands for the work of a user who has none. */
export class NoWorkRow {
  readonly kind = "noWork";

  constructor(
    readonly session: Session,
    readonly user: User,
    readonly group?: UserGroup,
  ) {}
}

/** Users who have something in common; read when the row is expanded. */
export class GroupRow {
  readonly kind = "group";

  constructor(
    readonly session: Session,
    readonly group: UserGroup,
  ) {}
}

/** The first row where the view shows idle users: how many, which licenses they hold, and the way to deactivate all. */
export class IdleRow {
  readonly kind = "idle";
  readonly group = undefined;

  constructor(readonly session: Session) {}
}

/** The last row while there are more users on the server than are shown. */
export class LoadMoreRow {
  readonly kind = "loadMore";

  constructor(
    readonly session: Session,
    readonly loaded: number,
    readonly total: number | undefined,
    readonly group?: UserGroup,
  ) {}
}

/** Stands for what could not be read, now or again: the users of a group, or the work of a user. */
export class FailureRow {
  readonly kind = "failure";

  constructor(
    readonly session: Session,
    readonly error: unknown,
    readonly group?: UserGroup,
    readonly user?: User,
  ) {}
}

/** Those of the rows whose users are still among the shown ones: the editor also keeps selected what is gone. */
export function stillShown(rows: readonly UserRow[]): UserRow[] {
  const sessions = new Set(rows.map(({ session }) => session));
  const shown = new Set([...sessions].flatMap(({ directory }) => directory.users.map(({ ID }) => ID)));
  return rows.filter(({ user }) => shown.has(user.ID));
}

/** The rows at the top: groups, or users. */
export function rowsOf(session: Session): Row[] {
  const { directory } = session;
  const isIdle = isAboutIdle(directory.criteria) && directory.total !== undefined && !directory.isEmpty;
  const rows: Row[] = isIdle ? [new IdleRow(session)] : [];
  if (directory.grouping) return [...rows, ...directory.groups.map((group) => new GroupRow(session, group))];
  rows.push(...directory.users.map((user) => new UserRow(session, user)));
  if (directory.hasMore) rows.push(new LoadMoreRow(session, directory.users.length, directory.total));
  return rows;
}

/** The rows of a group whose users were read. */
export function rowsIn({ session, group }: GroupRow): Row[] {
  const { users, hasMore, state }: UserList = group.list;
  const rows: Row[] = users.map((user) => new UserRow(session, user, group));
  if (hasMore) rows.push(new LoadMoreRow(session, users.length, group.count, group));
  if (state.kind === "failed") rows.unshift(new FailureRow(session, state.error, group));
  return rows;
}

/** The rows of a user's work: what there is, and what could not be counted; one row where one failure hid it all. */
export function workRows({ session, user, group }: UserRow, work: readonly AssignedWork[]): Row[] {
  const failure = commonFailure(work);
  if (failure) return [new FailureRow(session, new WorkfrontError(failure), group, user)];
  const rows = work.filter(({ count }) => count !== 0).map((one) => new WorkRow(session, user, one, group));
  return rows.length > 0 ? rows : [new NoWorkRow(session, user, group)];
}

/** The same for the same row at every refresh, so that the editor keeps selection, expansion and scroll. */
export function rowID(row: Row): string {
  const { group } = row;
  const place = group ? `${row.session.connection.id}/${group.value ?? ""}` : row.session.connection.id;
  switch (row.kind) {
    case "group":
      return place;
    case "user":
      return `${place}/${row.user.ID}`;
    case "work":
      return `${place}/${row.user.ID}/${row.work.kind}`;
    case "noWork":
      return `${place}/${row.user.ID}/${row.kind}`;
    case "failure":
      return `${place}/${row.user?.ID ?? ""}/${row.kind}`;
    default:
      return `${place}/${row.kind}`;
  }
}
