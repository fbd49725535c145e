import * as vscode from "vscode";
import { inNotification } from "./plainText";

/** The answer of a person who wants the step before this one. */
export const back = Symbol("back");

/** What a step came to: its answer, the wish to go back, or nothing where it was closed. */
export type Answer<T> = T | typeof back | undefined;

interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder: string;
  readonly canGoBack: boolean;
}

/** A button beside the title that does something and leaves the step open. */
export interface StepButton extends vscode.QuickInputButton {
  readonly press: () => void;
}

export interface TextStepOptions<T> extends StepOptions {
  readonly prompt: string;
  readonly buttons?: readonly StepButton[];
  readonly value?: string | undefined;
  readonly password?: boolean;
  /** What is wrong to begin with. */
  readonly problem?: string | undefined;
  /** Told while typing; says what is wrong with the text, or nothing. */
  readonly check?: (text: string) => string | undefined;
  /** Takes the text, or rejects; `explainProblem` then says why, and the box stays open for another try. */
  readonly accept: (text: string, signal: AbortSignal) => Promise<T> | T;
  readonly explainProblem: (error: unknown) => string;
}

/** Asks for a text in an input box that stays open until the text is accepted. */
export function askForText<T>(options: TextStepOptions<T>): Promise<Answer<T>> {
  const box = vscode.window.createInputBox();
  const cancel = new AbortController();
  Object.assign(box, appearance(options), {
    prompt: options.prompt,
    value: options.value ?? "",
    password: options.password ?? false,
    validationMessage: options.problem && inNotification(options.problem),
  });
  box.buttons = [...box.buttons, ...(options.buttons ?? [])];
  box.onDidTriggerButton((button) => options.buttons?.find((candidate) => candidate === button)?.press());
  const say = (problem: string | undefined) => (box.validationMessage = problem && inNotification(problem));
  return settled<T>(box, (resolve) => {
    box.onDidChangeValue((text) => say(text ? options.check?.(text) : undefined));
    box.onDidAccept(async () => {
      if (box.busy) return;
      const problem = options.check?.(box.value);
      if (problem) return void say(problem);
      box.busy = true;
      box.enabled = false;
      try {
        resolve(await options.accept(box.value, cancel.signal));
      } catch (error) {
        if (cancel.signal.aborted) return;
        say(options.explainProblem(error));
      } finally {
        box.busy = false;
        box.enabled = true;
      }
    });
  }).finally(() => cancel.abort());
}

/** Asks for one of a few choices. */
export function askForChoice<T extends vscode.QuickPickItem>(
  options: StepOptions & { readonly items: readonly T[] },
): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<T>();
  Object.assign(pick, appearance(options), { items: options.items, matchOnDetail: true });
  return settled<T>(pick, (resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen) resolve(chosen);
    });
  });
}

function appearance({ title, step, totalSteps, placeholder, canGoBack }: StepOptions) {
  return {
    title,
    ...(totalSteps > 1 ? { step, totalSteps } : {}),
    placeholder,
    ignoreFocusOut: true,
    buttons: canGoBack ? [vscode.QuickInputButtons.Back] : [],
  };
}

function settled<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, "onDidTriggerButton">,
  listen: (resolve: (answer: Answer<T>) => void) => void,
): Promise<Answer<T>> {
  return new Promise<Answer<T>>((resolve) => {
    listen(resolve);
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve(back);
    });
    input.onDidHide(() => resolve(undefined));
    input.show();
  }).finally(() => input.dispose());
}
