import * as vscode from "vscode";
import { listAssignedWork, type WorkKind } from "../../domain/assignedWork";
import type { HeldWork, MovableItem } from "../../domain/handOver/heldWork";
import { byHand, isMovable, isOffAtFirst, type MovableKind } from "../../domain/handOver/kinds";
import type { Selection } from "../../domain/handOver/selection";
import { displayName, type UserDetail } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { back, type Answer, type Place } from "../editor/answer";
import { pickPage } from "../editor/openPage";
import { pick, pickSeveral, type Row } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { notCounted, workCount, workKindName } from "../words/assignedWork";
import { explain, explainBriefly } from "../words/failures";
import { byHandInWords, reportsInWords } from "../words/handOver";
import { peopleInWords } from "../words/people";
import { countInWords } from "../words/numbers";
import type { LeaversHoldings } from "./chooseHandOver";

interface Review {
  readonly session: Session;
  readonly leavers: readonly UserDetail[];
  readonly successor: UserDetail;
  readonly holdings: LeaversHoldings;
  readonly selection: Selection;
  readonly place: Place;
}

/** What somebody may want in the overview. */
type Wanted =
  | { readonly kind: "go" }
  | { readonly kind: "items" | "toggle"; readonly of: MovableKind }
  | { readonly kind: "byHand"; readonly of: WorkKind };

/** Shows the work by kind, to leave out kinds and items, until it is to be handed over. */
export async function reviewWork(review: Review): Promise<Answer<object>> {
  for (let reached: MovableKind | undefined; ;) {
    const wanted = await overview(review, reached);
    if (wanted === undefined || wanted === back) return wanted;
    if (wanted.kind === "go") return {};
    if (wanted.kind === "byHand") await showByHand(review, wanted.of);
    else {
      reached = wanted.of;
      if (wanted.kind === "toggle") review.selection.toggle(wanted.of);
      else if ((await chooseItems(review, wanted.of)) === undefined) return undefined;
    }
  }
}

function overview(review: Review, reached: MovableKind | undefined): Promise<Answer<Wanted>> {
  const { holdings, place } = review;
  const some = holdings.movable.filter(({ items }) => items.length > 0);
  const unknown = holdings.movable.filter(({ items, failure }) => failure && items.length === 0);
  const others = holdings.byHand.filter(({ count }) => count !== 0);
  return pick<Wanted>({
    ...place,
    title: titleOf(review),
    placeholder: vscode.l10n.t("Check what is handed over. Nothing is changed yet."),
    staysOpen: true,
    rows: [
      goRow(review, reached),
      { heading: vscode.l10n.t("Select a kind to leave out some of it") },
      ...some.map((held) => kindRow(review, held, held.kind === reached)),
      ...unknown.map(({ kind, failure }): Row<Wanted> => ({
        directive: `${workKindName(kind)} · ${vscode.l10n.t("unknown")}`,
        ...(failure && { detail: explain(new WorkfrontError(failure)) }),
        icon: "question",
      })),
      ...(others.length > 0 ? [{ heading: vscode.l10n.t("To be moved in Workfront") }] : []),
      ...others.map((one): Row<Wanted> => ({
        label: workKindName(one.kind),
        description: workCount(one),
        detail: isMovable(one.kind) ? "" : byHandInWords(byHand[one.kind]),
        icon: "link-external",
        value: { kind: "byHand", of: one.kind },
      })),
      ...(holdings.byHand.length > 0 ? [{ directive: notCounted(), icon: "info" }] : []),
    ],
  });
}

function titleOf({ leavers, successor }: Review): string {
  return vscode.l10n.t("Hand Over the Work of {0} to {1}", peopleInWords(leavers), displayName(successor));
}

function goRow({ selection, successor }: Review, reached: MovableKind | undefined): Row<Wanted> {
  const count = selection.items.length;
  const name = displayName(successor);
  if (count === 0) return { directive: vscode.l10n.t("Nothing is selected yet"), icon: "info" };
  return {
    label:
      count === 1
        ? vscode.l10n.t("Hand Over 1 Item to {0}…", name)
        : vscode.l10n.t("Hand Over {0} Items to {1}…", countInWords(count), name),
    icon: "arrow-right",
    picked: reached === undefined,
    value: { kind: "go" },
  };
}

/** A kind with how much of it is chosen. */
function kindRow({ selection, successor }: Review, held: HeldWork, isReached: boolean): Row<Wanted> {
  const { kind, items, failure } = held;
  const chosen = selection.of(kind).length;
  const [count, all] = [countInWords(chosen), countInWords(items.length)];
  const details = [
    failure && vscode.l10n.t("Not all of it could be read: {0}", explainBriefly(new WorkfrontError(failure))),
    isOffAtFirst(kind) && reportsInWords(items.length, displayName(successor)),
  ];
  return {
    label: workKindName(kind),
    description:
      chosen === items.length && chosen > 1
        ? vscode.l10n.t("all {0}", all)
        : vscode.l10n.t("{0} of {1} selected", count, all),
    detail: details.filter(Boolean).join(" "),
    icon: chosen === items.length ? "check-all" : chosen > 0 ? "check" : "circle-large-outline",
    picked: isReached,
    buttons: [
      {
        icon: chosen > 0 ? "remove" : "add",
        tooltip: chosen > 0 ? vscode.l10n.t("Leave Out This Kind") : vscode.l10n.t("Include This Kind"),
        answer: { kind: "toggle", of: kind },
      },
    ],
    value: { kind: "items", of: kind },
  };
}

async function chooseItems(review: Review, kind: MovableKind): Promise<Answer<object>> {
  const { selection, holdings, leavers } = review;
  const items = holdings.movable.find((held) => held.kind === kind)?.items ?? [];
  const chosen = new Set(selection.of(kind));
  const answer = await pickSeveral<MovableItem>({
    title: `${titleOf(review)} · ${workKindName(kind)}`,
    placeholder: vscode.l10n.t("Only selected items are handed over"),
    staysOpen: true,
    step: 1,
    totalSteps: 1,
    canGoBack: true,
    rows: items.map((item) => ({
      label: item.name || item.ID,
      description: [item.project, item.status, leavers.length > 1 && item.holder.name].filter(Boolean).join(" · "),
      picked: chosen.has(item),
      value: item,
    })),
  });
  if (answer === undefined) return undefined;
  if (answer !== back) selection.choose(kind, answer);
  return {};
}

/** Lists what is to be moved in Workfront, with links. */
async function showByHand({ session, leavers }: Review, kind: WorkKind): Promise<void> {
  const title = workKindName(kind);
  const lists = await withProgress(title, (signal) =>
    Promise.all(leavers.map(({ ID }) => listAssignedWork(session.client, ID, kind, signal))),
  );
  await pickPage(session.connection.origin, title, lists.flat());
}
