import * as vscode from "vscode";

/** Answers a pick with the labels of rows, which are then selected, or presses a button of its title; nothing closes it. */
export type Choose = (
  labels: readonly string[],
  rows: readonly vscode.QuickPickItem[],
) => string | readonly string[] | { readonly press: string } | undefined;

/** A stand-in for `createQuickPick`: answered as soon as it has rows. */
export function answeredPick(choose: Choose): typeof vscode.window.createQuickPick {
  return <Row extends vscode.QuickPickItem>() => {
    const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
    const selected = new vscode.EventEmitter<readonly Row[]>();
    const pressed = new vscode.EventEmitter<vscode.QuickInputButton>();
    let rows: readonly Row[] = [];
    const answer = () => {
      const answered =
        choose(
          rows.map(({ label }) => label),
          rows,
        ) ?? [];
      if (typeof answered === "object" && "press" in answered) {
        const button = pick.buttons.find(({ tooltip }) => tooltip === answered.press);
        if (button) pressed.fire(button);
        setImmediate(answer);
        return;
      }
      const labels = [answered].flat();
      pick.selectedItems = rows.filter(({ label }) => labels.includes(label));
      if (labels.length > 0) {
        selected.fire(pick.selectedItems);
        accepted.fire();
      } else hidden.fire();
    };
    const pick = {
      ...{ value: "", selectedItems: [] as readonly Row[], activeItems: [] as readonly Row[], busy: false },
      buttons: [] as readonly vscode.QuickInputButton[],
      get items() {
        return rows;
      },
      set items(given: readonly Row[]) {
        if (rows.length === 0) setImmediate(answer);
        rows = given;
      },
      ...{ onDidAccept: accepted.event, onDidHide: hidden.event, onDidChangeSelection: selected.event },
      ...{ onDidChangeValue: never, onDidTriggerButton: pressed.event, onDidTriggerItemButton: never },
      ...{ show: () => undefined, dispose: () => undefined },
    };
    return pick as unknown as vscode.QuickPick<Row>;
  };
}

/** A stand-in for `createInputBox`: the text is entered once; nothing, or a text that is not accepted, closes it. */
export function answeredInput(type: () => string | undefined): typeof vscode.window.createInputBox {
  return () => {
    const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
    const box = {
      value: "",
      ...{ onDidAccept: accepted.event, onDidHide: hidden.event, onDidChangeValue: never, onDidTriggerButton: never },
      show: () =>
        setImmediate(() => {
          const text = type();
          box.value = text ?? "";
          if (text !== undefined) accepted.fire();
          setImmediate(() => hidden.fire());
        }),
      dispose: () => undefined,
    };
    return box as unknown as vscode.InputBox;
  };
}

const never = new vscode.EventEmitter<never>().event;
