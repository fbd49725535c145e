import * as vscode from "vscode";
import { shown, shownWhereLinksWork } from "../../domain/shown";
import { back, type Answer, type Place } from "./answer";

/** How many characters of a problem are shown below the box. */
const longestProblem = 600;

/** A button beside the title that does something and leaves the box open. */
export interface InputButton {
  /** The name of a product icon. */
  readonly icon: string;
  readonly tooltip: string;
  readonly press: () => unknown;
}

interface InputOptions extends Partial<Place> {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string | undefined;
  readonly password?: boolean;
  readonly buttons?: readonly InputButton[];
  /** What is wrong to begin with. */
  readonly problem?: string | undefined;
  /**
   * Another question follows at once, and takes the place of this one. With none in between, the editor would give the
   * focus back, and a page that takes it late closes what follows.
   */
  readonly isFollowed?: boolean;
  /** Told while typing; says what is wrong with the text, or nothing. */
  readonly check?: (text: string) => string | undefined;
}

interface AcceptingOptions<T> extends InputOptions {
  /** Takes the text, or rejects; `explainProblem` then says why, and the box stays open for another try. */
  readonly accept: (text: string, signal: AbortSignal) => Promise<T> | T;
  readonly explainProblem: (error: unknown) => string;
}

/** Asks for a text in an input box that stays open until the text is accepted. */
export function askForText<T>(options: AcceptingOptions<T> & Pick<Place, "canGoBack">): Promise<Answer<T>>;
export function askForText(options: InputOptions & Pick<Place, "canGoBack">): Promise<Answer<string>>;
export function askForText<T>(options: AcceptingOptions<T>): Promise<T | undefined>;
export function askForText(options: InputOptions): Promise<string | undefined>;
export function askForText<T>(options: InputOptions | AcceptingOptions<T>): Promise<Answer<T | string>> {
  const box = vscode.window.createInputBox();
  const cancel = new AbortController();
  const say = (problem: string | undefined) =>
    (box.validationMessage = problem && shownWhereLinksWork(problem, longestProblem));
  const buttons = new Map<vscode.QuickInputButton, () => unknown>();
  const settled = new Promise<Answer<T | string>>((resolve) => {
    if (options.canGoBack) buttons.set(vscode.QuickInputButtons.Back, () => resolve(back));
    for (const { icon, tooltip, press } of options.buttons ?? [])
      buttons.set({ iconPath: new vscode.ThemeIcon(icon), tooltip }, press);
    Object.assign(box, appearance(options), { buttons: [...buttons.keys()] });
    say(options.problem);
    box.onDidTriggerButton((button) => void buttons.get(button)?.());
    box.onDidChangeValue((text) => say(text ? options.check?.(text) : undefined));
    box.onDidAccept(async () => {
      if (box.busy) return;
      const problem = options.check?.(box.value);
      if (problem) return void say(problem);
      if (!("accept" in options)) {
        resolve(box.value);
        return;
      }
      box.busy = true;
      box.enabled = false;
      try {
        resolve(await options.accept(box.value, cancel.signal));
      } catch (error) {
        if (!cancel.signal.aborted) say(options.explainProblem(error));
      } finally {
        box.busy = false;
        box.enabled = true;
      }
    });
    box.onDidHide(() => resolve(undefined));
    box.show();
  });
  return settled.finally(() => {
    cancel.abort();
    if (options.isFollowed) setImmediate(() => box.dispose());
    else box.dispose();
  });
}

function appearance({ title, step, totalSteps = 1, placeholder, prompt, value, password }: InputOptions) {
  return {
    title: shown(title),
    ...(totalSteps > 1 ? { step, totalSteps } : {}),
    placeholder: shown(placeholder ?? ""),
    prompt: shownWhereLinksWork(prompt, longestProblem),
    value: value ?? "",
    password: password ?? false,
    ignoreFocusOut: true,
  };
}
