import * as vscode from "vscode";

/** Offers the sandbox, whose address and key are in the environment, to the extension under development. */
export function activate(context: vscode.ExtensionContext): void {
  const { WORKFRONT_SANDBOX_URL: url, WORKFRONT_SANDBOX_KEY: secret } = process.env;
  const connect = async () => {
    await vscode.commands.executeCommand("workfrontUsers.users.focus");
    await vscode.commands.executeCommand("workfrontUsers.connect", { url, way: "apiKey", secret });
  };
  const item = vscode.window.createStatusBarItem("connect", vscode.StatusBarAlignment.Left);
  item.name = "Workfront Sandbox";
  item.text = "$(plug) Connect to the sandbox";
  item.tooltip = `Connects Workfront Users to ${url ?? "nowhere: there is no sandbox"}.`;
  item.command = "workfrontSandbox.connect";
  item.show();
  context.subscriptions.push(item, vscode.commands.registerCommand(item.command, connect));
}
