import * as vscode from "vscode";

/** Offers the sandbox, whose address and ways to sign in are in the environment, to the extension under development. */
export function activate(context: vscode.ExtensionContext): void {
  const { WORKFRONT_SANDBOX_URL: url, WORKFRONT_SANDBOX_CLIENT_ID: clientId, WORKFRONT_SANDBOX_KEY: key } = process.env;
  const { WORKFRONT_SANDBOX_USERNAME: username, WORKFRONT_SANDBOX_PASSWORD: password } = process.env;
  const register = (name: string, argument: object) =>
    vscode.commands.registerCommand(`workfrontSandbox.${name}`, async () => {
      await vscode.commands.executeCommand("workfrontUsers.users.focus");
      await vscode.commands.executeCommand("workfrontUsers.connect", { url, ...argument });
    });
  const item = vscode.window.createStatusBarItem("connect", vscode.StatusBarAlignment.Left);
  item.name = "Workfront Sandbox";
  item.text = "$(plug) Connect to the sandbox";
  item.tooltip = `Connects Workfront Users to ${url ?? "nowhere: there is no sandbox"}.`;
  item.command = "workfrontSandbox.connect";
  item.show();
  context.subscriptions.push(
    item,
    register("connect", { way: "apiKey", secret: key }),
    register("connectByOAuth", { way: "oauth", clientId }),
    register("connectByPassword", { way: "password", username, secret: password }),
  );
  if (process.env["WORKFRONT_SANDBOX_CONNECT"]) void vscode.commands.executeCommand("workfrontSandbox.connect");
}
