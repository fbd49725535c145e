import * as vscode from "vscode";
import { commonFailure, countAssignedWork, type AssignedWork, type WorkKind } from "../../domain/assignedWork";
import { readHeldWork, type HeldWork } from "../../domain/handOver/heldWork";
import { byHand, isMovable, movableKinds } from "../../domain/handOver/kinds";
import { Selection } from "../../domain/handOver/selection";
import type { HandOver } from "../../domain/handOver/plan";
import type { UserDetail } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { runCommand } from "../editor/commands";
import { withProgress } from "../editor/progress";
import { askInSteps, type Step } from "../editor/steps";
import { tell } from "../editor/tell";
import { assignedWorkInWords, unknownKindsInWords, workKindName } from "../words/assignedWork";
import { Explanation } from "../words/failures";
import { byHandInWords } from "../words/handOver";
import { peopleInWords } from "../words/people";
import { countInWords } from "../words/numbers";
import { refusalInWords } from "../words/runs";
import { reviewWork } from "./reviewWork";
import { askForSuccessor } from "./successor";

/** Whose work is handed over, and what of it where that is not all. */
export interface MeantWork {
  readonly users: readonly {
    readonly ID: string;
    readonly name: string | null;
    readonly connectionID?: string | undefined;
  }[];
  readonly only?: readonly { readonly userID: string; readonly kind: WorkKind }[] | undefined;
}

/** What the leavers have of each kind that can be handed over, and how much of the kinds that cannot. */
export interface LeaversHoldings {
  readonly movable: readonly HeldWork[];
  readonly byHand: readonly AssignedWork[];
}

/**
 * Reads the work of some users, asks who is to have it, and then what of it, with Back.
 * @returns `undefined` where there is nothing to hand over, which is said, or where a question was closed.
 */
export async function chooseHandOver(session: Session, meant: MeantWork): Promise<HandOver | undefined> {
  const leavers = await findLeavers(session, meant);
  const holdings = await readHoldings(session, leavers, meant);
  if (!holdings) return undefined;
  const selection = new Selection(holdings.movable);
  if (selection.total === 0) {
    tellNothing(leavers, holdings);
    return undefined;
  }
  const steps: Step<{ readonly successor?: UserDetail }>[] = [
    { ask: (_, place) => askForSuccessor(session, leavers, place) },
    {
      ask: async ({ successor }, place) =>
        successor && reviewWork({ session, leavers, successor, holdings, selection, place }),
    },
  ];
  const { successor } = (await askInSteps(steps, {})) ?? {};
  return successor && { items: selection.items, leavers, successor };
}

/** The users as they are now. @throws {Explanation} for those of another connection, and those who are not found. */
async function findLeavers({ client, connection, host }: Session, { users }: MeantWork): Promise<UserDetail[]> {
  const other = users.find(({ connectionID = connection.id }) => connectionID !== connection.id);
  if (other) throw new Explanation(refusalInWords(other.name ?? other.ID, "otherConnection"));
  const found = await client.getUsers(users.map(({ ID }) => ID));
  const missing = users.filter(({ ID }) => !found.some((user) => user.ID === ID));
  if (missing.length === 0) return found;
  const ids = missing.map(({ ID }) => ID).join(", ");
  throw new Explanation(vscode.l10n.t("{0} has no user with the ID {1}. Nothing was done.", host, ids));
}

/** Canceled, it is as though nobody had asked. */
async function readHoldings(
  session: Session,
  leavers: readonly UserDetail[],
  { only }: MeantWork,
): Promise<LeaversHoldings | undefined> {
  const kinds = only ? movableKinds.filter((kind) => only.some((one) => one.kind === kind)) : movableKinds;
  const refused = only?.find(({ kind }) => !isMovable(kind))?.kind;
  if (kinds.length === 0 && refused && !isMovable(refused))
    throw new Explanation(
      vscode.l10n.t("{0} cannot be handed over here. {1}", workKindName(refused), byHandInWords(byHand[refused])),
    );
  const ids = leavers.map(({ ID }) => ID);
  const title = vscode.l10n.t("Reading the work assigned to {0}", peopleInWords(leavers));
  return withProgress(title, async (signal, report) => {
    try {
      const onItems = (count: number) => report(vscode.l10n.t("{0} found", countInWords(count)));
      const [read, others] = await Promise.all([
        readHeldWork(session.client, ids, { kinds, signal, onItems }),
        only ? [] : countAssignedWork(session.client, ids, signal, byHandKinds),
      ]);
      signal.throwIfAborted();
      session.logUnknown([...read, ...others].filter(({ failure }) => failure));
      const isMeant = ({ holder, kind }: HeldWork["items"][number]) =>
        !only || only.some((one) => one.userID === holder.ID && one.kind === kind);
      const movable = read.map((held) => ({ ...held, items: held.items.filter(isMeant) }));
      return { movable, byHand: others };
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}

const byHandKinds = Object.keys(byHand) as (keyof typeof byHand)[];

/** Says that there is nothing to hand over, and what there is besides. */
function tellNothing(leavers: readonly UserDetail[], { movable, byHand: others }: LeaversHoldings): void {
  const failure = commonFailure(movable.map((held) => ({ ...held, count: undefined })));
  if (failure) throw new WorkfrontError(failure);
  const unknown = movable.filter((held) => held.failure).map(({ kind }) => kind);
  const { held } = assignedWorkInWords(others);
  const lines = [
    vscode.l10n.t("{0}: no work that can be handed over here.", peopleInWords(leavers)),
    unknown.length > 0 && `${unknownKindsInWords(unknown)}.`,
    held && vscode.l10n.t("To be moved in Workfront: {0}.", held),
  ];
  const [leaver] = leavers;
  const show = { title: vscode.l10n.t("Show Assigned Work"), run: () => runCommand("showHoldings", leaver?.ID) };
  void tell.info(lines.filter(Boolean).join(" "), ...(held && leaver && leavers.length === 1 ? [show] : []));
}
