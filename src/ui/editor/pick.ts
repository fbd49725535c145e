import * as vscode from "vscode";
import { shown, shownWhereIconsWork } from "../../domain/shown";
import { explain } from "../words/failures";
import { back, type Answer, type Place } from "./answer";

/** Milliseconds of silence after a keystroke before a search begins. */
const debounce = 250;

/** A button in the title or in a row. It does something and leaves the pick open, or it is an answer. */
export interface PickButton<T> {
  /** The name of a product icon. */
  readonly icon: string;
  readonly tooltip: string;
  readonly press?: () => unknown;
  /** With check boxes, the answer is what is selected and this. */
  readonly answer?: T;
}

/** A row that stands for a value. */
export interface Item<T> {
  readonly label: string;
  readonly description?: string | undefined;
  readonly detail?: string | undefined;
  /** The name of a product icon. */
  readonly icon?: string | undefined;
  readonly value: T;
  /** Selected, or with several the check box set, when the row is first shown. */
  readonly picked?: boolean;
  readonly buttons?: readonly PickButton<T>[];
}

/** A line that says what the rows below it are. */
export interface Heading {
  readonly heading: string;
}

/** A row that stands for no value: choosing it does something, or nothing, and leaves the pick open. */
export interface Directive {
  readonly directive: string;
  readonly detail?: string;
  readonly icon?: string;
  readonly run?: () => unknown;
}

export type Row<T> = Item<T> | Heading | Directive;

export interface Loading<T> {
  /** What is typed, without spaces around it; empty unless the pick searches. */
  readonly text: string;
  readonly signal: AbortSignal;
  /** Shows rows while more are on their way. */
  readonly show: (rows: readonly Row<T>[]) => void;
}

interface PickOptions<T> extends Partial<Place> {
  readonly title: string;
  readonly placeholder?: string;
  /** The rows, or how to read them. What goes wrong while they are read becomes a row that tries again. */
  readonly rows: readonly Row<T>[] | ((loading: Loading<T>) => Promise<readonly Row<T>[]>);
  /** Rows are read again for each text that is typed, and the editor hides none of them. */
  readonly searches?: boolean;
  readonly buttons?: readonly PickButton<T>[];
  /** With a search: what Enter means before the rows for the text are there; nothing unless this is given. */
  readonly early?: (text: string) => T;
  /** What makes two values the same; the value itself unless this is given. */
  readonly key?: (value: T) => unknown;
  /** Stays open while another window has the focus. */
  readonly staysOpen?: boolean;
}

interface SeveralOptions<T> extends PickOptions<T> {
  /** Rows with a check box that is set, listed first; with a search they stay listed. */
  readonly checked?: readonly Item<T>[];
  /** Told of all that is selected whenever that changes, also where the question is left without an answer. */
  readonly onChecked?: (values: readonly T[]) => void;
  /** Said where nothing is selected; without it, nothing is an answer, too. */
  readonly nothingSelected?: string;
}

/** Asks for one of several values in a quick pick. All text is shown as text. */
export function pick<T>(options: PickOptions<T> & Pick<Place, "canGoBack">): Promise<Answer<T>>;
export function pick<T>(options: PickOptions<T>): Promise<T | undefined>;
export async function pick<T>(options: PickOptions<T>): Promise<Answer<T>> {
  const answer = await answerOf(new RunningPick<T>(options, false));
  return answer === undefined || answer === back ? answer : answer[0];
}

/** The same for any number of values, with check boxes. */
export function pickSeveral<T>(options: SeveralOptions<T> & Pick<Place, "canGoBack">): Promise<Answer<readonly T[]>>;
export function pickSeveral<T>(options: SeveralOptions<T>): Promise<readonly T[] | undefined>;
export function pickSeveral<T>(options: SeveralOptions<T>): Promise<Answer<readonly T[]>> {
  return answerOf(new RunningPick<T>(options, true));
}

function answerOf<T>(running: RunningPick<T>): Promise<Answer<readonly T[]>> {
  return running.answer.finally(() => running.dispose());
}

interface ShownRow<T> extends vscode.QuickPickItem {
  readonly row: Row<T>;
}

/** One quick pick, from when it is shown until it is answered. */
class RunningPick<T> {
  readonly answer: Promise<Answer<readonly T[]>>;
  readonly #pick = vscode.window.createQuickPick<ShownRow<T>>();
  readonly #buttons = new WeakMap<vscode.QuickInputButton, PickButton<T>>();
  readonly #checked = new Map<unknown, Item<T>>();
  #resolve!: (answer: Answer<readonly T[]>) => void;
  #hasRows = false;
  /** The rows in sight were read for another text. */
  #isStale = false;
  #reading: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: SeveralOptions<T>,
    private readonly several: boolean,
  ) {
    const pick = this.#pick;
    Object.assign(pick, appearance(options), { canSelectMany: several, buttons: this.#titleButtons() });
    for (const item of options.checked ?? []) this.#checked.set(this.#keyOf(item.value), item);
    pick.onDidChangeValue(() => {
      if (!options.searches) return;
      this.#isStale = true;
      this.#readSoon(debounce);
    });
    pick.onDidChangeSelection((rows) => this.#noteChecked(rows));
    pick.onDidTriggerButton((button) => this.#press(button));
    pick.onDidTriggerItemButton(({ button }) => this.#press(button));
    pick.onDidAccept(() => this.#accept());
    this.answer = new Promise((resolve) => (this.#resolve = resolve));
    pick.onDidHide(() => this.#resolve(undefined));
    if (typeof options.rows !== "function") this.#show(options.rows);
    pick.show();
    if (typeof options.rows === "function") this.#readSoon(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#reading?.abort();
    this.#pick.dispose();
  }

  #titleButtons(): vscode.QuickInputButton[] {
    const own = (this.options.buttons ?? []).map((button) => this.#button(button));
    return this.options.canGoBack ? [vscode.QuickInputButtons.Back, ...own] : own;
  }

  #button(button: PickButton<T>): vscode.QuickInputButton {
    const made = { iconPath: new vscode.ThemeIcon(button.icon), tooltip: shown(button.tooltip) };
    this.#buttons.set(made, button);
    return made;
  }

  #press(pressed: vscode.QuickInputButton): void {
    const button = this.#buttons.get(pressed);
    if (pressed === vscode.QuickInputButtons.Back) this.#resolve(back);
    else if (button?.answer === undefined) void button?.press?.();
    else this.#resolve([...this.#values(), button.answer]);
  }

  #accept(): void {
    const { title, nothingSelected } = this.options;
    const [chosen] = this.several && this.#hasRows ? [] : this.#pick.selectedItems;
    if (chosen && this.#isStale && !this.#hasMoved()) this.#acceptEarly();
    else if (chosen && "directive" in chosen.row) void chosen.row.run?.();
    else if (chosen && "value" in chosen.row) this.#resolve([chosen.row.value]);
    else if (!this.several || !this.#hasRows) return;
    else if (this.#checked.size > 0 || nothingSelected === undefined) this.#resolve(this.#values());
    else this.#pick.title = shown(`${title}: ${nothingSelected}`);
  }

  /** Who presses Enter right after typing means the text, not the row that was the first one before. */
  #acceptEarly(): void {
    const text = this.#pick.value.trim();
    if (text && this.options.early) this.#resolve([this.options.early(text)]);
  }

  /** Whether the person went to another row than the one on which the editor begins. */
  #hasMoved(): boolean {
    const [active] = this.#pick.activeItems;
    return active !== undefined && active !== this.#pick.items.find(({ row }) => !("heading" in row));
  }

  #values(): T[] {
    return [...this.#checked.values()].map(({ value }) => value);
  }

  #noteChecked(rows: readonly ShownRow<T>[]): void {
    if (!this.several) return;
    for (const { row } of this.#pick.items) if ("value" in row) this.#checked.delete(this.#keyOf(row.value));
    for (const { row } of rows) if ("value" in row) this.#checked.set(this.#keyOf(row.value), row);
    if (this.#checked.size > 0) this.#pick.title = shown(this.options.title);
    this.options.onChecked?.(this.#values());
  }

  #readSoon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    this.#pick.busy = true;
    this.#timer = setTimeout(() => void this.#read(reading), milliseconds);
  }

  async #read(reading: AbortController): Promise<void> {
    const { rows } = this.options;
    const { signal } = reading;
    if (typeof rows !== "function") return;
    let isUpdate = false;
    const show = (some: readonly Row<T>[]) => {
      if (!signal.aborted) this.#show(some, isUpdate);
      isUpdate = true;
    };
    try {
      show(await rows({ text: this.#pick.value.trim(), signal, show }));
    } catch (error) {
      const tryAgain: Directive = {
        directive: vscode.l10n.t("Try again"),
        detail: explain(error),
        icon: "error",
        run: () => this.#readSoon(0),
      };
      if (signal.aborted) return;
      this.#isStale = false;
      this.#pick.items = [this.#shownRow(tryAgain)];
    } finally {
      if (this.#reading === reading) this.#pick.busy = false;
    }
  }

  /** @param isUpdate of the same rows: the row that the person has reached stays the active one. */
  #show(rows: readonly Row<T>[], isUpdate = false): void {
    if (!this.#hasRows && this.several) this.#checkPicked(rows);
    this.#hasRows = true;
    const active = isUpdate || (this.#isStale && this.#hasMoved()) ? this.#pick.activeItems[0]?.row : undefined;
    this.#isStale = false;
    const isChecked = (row: Row<T>) => "value" in row && this.#checked.has(this.#keyOf(row.value));
    const listed = this.options.searches ? [...this.#checked.values(), ...rows.filter((row) => !isChecked(row))] : rows;
    const items = listed.map((row) => this.#shownRow(row));
    this.#pick.items = items;
    if (this.several) this.#pick.selectedItems = items.filter(({ row }) => isChecked(row));
    else this.#activate(items, active);
  }

  #activate(items: readonly ShownRow<T>[], before: Row<T> | undefined): void {
    const isSame = (row: Row<T>) =>
      before !== undefined &&
      "value" in before &&
      "value" in row &&
      this.#keyOf(row.value) === this.#keyOf(before.value);
    const wanted = items.find(({ row }) => isSame(row)) ?? items.find(({ row }) => "picked" in row && row.picked);
    // Without one, the editor takes the first.
    if (wanted) this.#pick.activeItems = [wanted];
  }

  #checkPicked(rows: readonly Row<T>[]): void {
    for (const row of rows) if ("value" in row && row.picked) this.#checked.set(this.#keyOf(row.value), row);
  }

  #keyOf(value: T): unknown {
    return this.options.key ? this.options.key(value) : value;
  }

  #shownRow(row: Row<T>): ShownRow<T> {
    if ("heading" in row) return { row, label: shown(row.heading), kind: vscode.QuickPickItemKind.Separator };
    const isItem = "value" in row;
    return {
      row,
      label: shownWhereIconsWork(isItem ? row.label : row.directive),
      ...(isItem && row.description ? { description: shownWhereIconsWork(row.description) } : {}),
      ...(row.detail ? { detail: shownWhereIconsWork(row.detail) } : {}),
      ...(row.icon ? { iconPath: new vscode.ThemeIcon(row.icon) } : {}),
      ...(isItem && row.buttons ? { buttons: row.buttons.map((button) => this.#button(button)) } : {}),
      // What the server has found, the editor's own matching must not hide.
      alwaysShow: !isItem || (this.options.searches ?? false),
    };
  }
}

function appearance<T>({ title, placeholder, step, totalSteps = 1, staysOpen }: PickOptions<T>) {
  return {
    title: shown(title),
    placeholder: shown(placeholder ?? ""),
    ...(totalSteps > 1 ? { step, totalSteps } : {}),
    ignoreFocusOut: staysOpen ?? false,
    matchOnDescription: true,
    matchOnDetail: true,
    // Not in the published typings, but every editor has it: keeps the order of the rows.
    sortByLabel: false,
  };
}
