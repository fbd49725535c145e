import * as vscode from "vscode";
import { accountFor, type Accounting, type LineClass } from "../../domain/lists/accounting";
import type { ColumnChoice, Columns } from "../../domain/lists/column";
import { entriesOf } from "../../domain/lists/entries";
import type { List } from "../../domain/lists/list";
import { LookUps } from "../../domain/lists/lookUps";
import { decide, matchUsers, type Match, type MatchOptions, type Undecided } from "../../domain/lists/match";
import type { StatusColumn } from "../../domain/lists/status";
import type { Wish } from "../../domain/runs/plan";
import type { UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import { back } from "../editor/answer";
import { pick, type PickButton, type Row } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { tell } from "../editor/tell";
import {
  accountingAsTable,
  classesInOrder,
  classInWords,
  columnInWords,
  countsInWords,
  listTitle,
  statusInWords,
} from "../words/lists";
import { countInWords } from "../words/numbers";
import { placeOf } from "../words/place";
import { chooseUsers, type ListedUser } from "./chooseUsers";
import { decideLine } from "./decide";
import { showLines } from "./showLines";

/** What a person may want in the overview of a list. */
type Wanted = { readonly kind: "column" | "users" } | { readonly kind: "lines"; readonly of: LineClass };

/** Whom the list means, as a person has reviewed it, and what became of its lines. */
export interface Reviewed {
  readonly users: readonly UserDetail[];
  readonly accounting: Accounting;
}

interface ReviewParts {
  readonly session: Session;
  readonly wish: Wish;
  /** Where the list comes from. */
  readonly name: string;
  readonly list: List;
  readonly columns: Columns;
  /** Columns that are told, and not read. */
  readonly statuses: readonly StatusColumn[];
}

/** The review of one list: an overview with the column and what became of the lines, then the users with check boxes. */
export class Review {
  readonly #lookUps: LookUps;
  readonly #options: MatchOptions;
  #report: (done: number, of: number) => void = () => undefined;
  #choice: ColumnChoice | undefined;
  #matches: readonly Match[] = [];
  readonly #leftOut = new Set<string>();

  constructor(private readonly parts: ReviewParts) {
    const { session, wish, columns } = parts;
    this.#lookUps = new LookUps(session.client, (done, of) => this.#report(done, of));
    this.#options = { wish, selfID: session.connection.userID };
    this.#choice = columns.choice;
  }

  /** @returns `undefined` where a question was closed. */
  async run(): Promise<Reviewed | undefined> {
    if (!this.#choice && !(await this.#chooseColumn())) return undefined;
    await this.#match();
    for (;;) {
      const accounting = await accountFor(this.parts.list, this.#matches);
      const wanted = await this.#overview(accounting);
      if (!wanted) return undefined;
      if (wanted.kind === "column") {
        if (await this.#chooseColumn()) await this.#match();
      } else if (wanted.kind === "lines") await this.#showLines(wanted.of, accounting);
      else {
        const users = await this.#chooseUsers();
        if (users === undefined) return undefined;
        if (users !== back) return { users, accounting };
      }
    }
  }

  async #match(): Promise<void> {
    const { list, session } = this.parts;
    if (!this.#choice) return;
    const entries = await entriesOf(list, this.#choice);
    const title = vscode.l10n.t("Looking up the list in {0}", placeOf(session.connection));
    this.#matches = await withProgress(title, async (signal, report) => {
      this.#report = (_, of) => report("", 100 / of);
      return matchUsers(this.#lookUps, entries, { ...this.#options, signal });
    });
  }

  #overview(accounting: Accounting): Promise<Wanted | undefined> {
    const { wish, name, session } = this.parts;
    const { counts } = accounting;
    const users = this.#users().length;
    const classRow = (kind: LineClass): Row<Wanted>[] =>
      counts[kind] === 0 || kind === "matched"
        ? []
        : [
            {
              label: classInWords(kind, counts[kind], wish),
              description: classHint(kind),
              icon: classIcons[kind],
              value: { kind: "lines", of: kind },
            },
          ];
    const go: Row<Wanted>[] =
      users === 0
        ? [{ directive: vscode.l10n.t("There is nobody to change yet"), icon: "info" }]
        : [
            {
              label:
                wish === "deactivate"
                  ? vscode.l10n.t("Select Users to Deactivate ({0})…", countInWords(users))
                  : vscode.l10n.t("Select Users to Reactivate ({0})…", countInWords(users)),
              description: classInWords("matched", counts.matched, wish),
              icon: "checklist",
              value: { kind: "users" },
              picked: true,
            },
          ];
    return pick<Wanted>({
      title: vscode.l10n.t("{0}: {1}", listTitle(wish), name),
      placeholder: vscode.l10n.t(
        "Check what the lines mean in {0}. Nothing is changed yet.",
        placeOf(session.connection),
      ),
      staysOpen: true,
      buttons: [this.#copyAll(accounting)],
      rows: [this.#columnRow(), ...this.#statusRows(), ...classesInOrder.flatMap(classRow), ...go],
    });
  }

  #columnRow(): Row<Wanted> {
    const { samples = [] } = this.#choice?.column ?? {};
    return {
      label: vscode.l10n.t("Column: {0}", this.#choice ? this.#nameOf(this.#choice) : ""),
      description: samples.join(", "),
      icon: "list-selection",
      value: { kind: "column" },
    };
  }

  #statusRows(): Row<Wanted>[] {
    return this.parts.statuses
      .filter(({ index }) => index !== this.#choice?.column.index)
      .map((column) => ({ directive: statusInWords(column), icon: "warning" }));
  }

  #nameOf(choice: ColumnChoice): string {
    return columnInWords(
      choice,
      this.parts.columns.choices.every(({ column }) => column.index === 0),
    );
  }

  /** @returns whether another column was chosen. */
  async #chooseColumn(): Promise<boolean> {
    const { columns, wish } = this.parts;
    const chosen = await pick<ColumnChoice>({
      title: vscode.l10n.t("{0}: Column", listTitle(wish)),
      placeholder: this.#choice
        ? vscode.l10n.t("Which column says who is meant?")
        : vscode.l10n.t("It is not clear which column says who is meant. Select it."),
      staysOpen: true,
      rows: columns.choices.map((choice) => ({
        label: this.#nameOf(choice),
        description: choice.column.samples.join(", "),
        icon: choice.as === "usernames" ? "account" : "mail",
        picked: choice === this.#choice,
        value: choice,
      })),
    });
    if (!chosen || chosen === this.#choice) return false;
    this.#choice = chosen;
    return true;
  }

  /** Shows the lines of one class; those that are to be decided are decided here, one by one. */
  async #showLines(kind: LineClass, accounting: Accounting): Promise<void> {
    const chosen = await showLines(kind, accounting, this.parts.wish);
    if (chosen !== undefined && chosen !== back) await this.#decide(chosen);
  }

  /** Decides the line, and after it those that are still open, until the person stops. */
  async #decide(first: Undecided): Promise<void> {
    const open = this.#matches.filter(({ kind }) => kind === "toDecide").length;
    const totalSteps = Math.max(1, open);
    for (let next: Undecided | undefined = first, step = 1; next; step++) {
      const line: Undecided = next;
      const users = await decideLine(line, this.#options, { step: Math.min(step, totalSteps), totalSteps });
      if (users === undefined || users === back) return;
      this.#matches = this.#matches.map((match) => (match.entry === line.entry ? decide(line, users) : match));
      next = this.#matches.find((match) => match.kind === "toDecide");
    }
  }

  /** The users who are certain, or decided, each once. */
  #users(): ListedUser[] {
    const found = new Map<string, ListedUser>();
    for (const match of this.#matches) {
      const users = match.kind === "matched" ? [match.user] : match.kind === "decided" ? match.users : [];
      for (const user of users) if (!found.has(user.ID)) found.set(user.ID, { user, match });
    }
    return [...found.values()];
  }

  #chooseUsers() {
    const { wish, session } = this.parts;
    const { selfID } = this.#options;
    return chooseUsers(this.#users(), { wish, selfID, place: placeOf(session.connection), leftOut: this.#leftOut });
  }

  #copyAll(accounting: Accounting): PickButton<Wanted> {
    const { wish } = this.parts;
    return {
      icon: "copy",
      tooltip: vscode.l10n.t("Copy the Result for Each Line"),
      press: async () => {
        await vscode.env.clipboard.writeText(await accountingAsTable(accounting, wish));
        void tell.info(vscode.l10n.t("Copied: {0}", countsInWords(accounting, wish)));
      },
    };
  }
}

const classIcons: Record<LineClass, string> = {
  toDecide: "question",
  notFound: "search",
  notLookedUp: "error",
  refused: "circle-slash",
  duplicate: "files",
  asWished: "pass",
  decided: "check",
  aside: "comment",
  continued: "word-wrap",
  matched: "account",
};

function classHint(kind: LineClass): string {
  switch (kind) {
    case "toDecide":
      return vscode.l10n.t("left out until you decide who is meant");
    case "decided":
      return "";
    default:
      return vscode.l10n.t("left out");
  }
}
