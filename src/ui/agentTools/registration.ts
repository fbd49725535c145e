import * as vscode from "vscode";
import { toolNames, type ToolName } from "../../domain/agentTools/names";
import type { AgentTools } from "./agentTools";

/**
 * Registers the tools for agents, which are loaded when one is first called. An editor that knows no such tools gets none.
 * The editor need not confirm: what changes something asks by itself.
 */
export function registerAgentTools(load: () => Promise<AgentTools>): vscode.Disposable {
  // Editors that are made from VS Code may lack all of it, or a part.
  const { lm } = vscode as { readonly lm?: Partial<typeof vscode.lm> };
  if (!lm?.registerTool) return vscode.Disposable.from();
  const registered = toolNames.map((name) =>
    vscode.lm.registerTool<unknown>(name, {
      prepareInvocation: () => ({ invocationMessage: progressInWords(name) }),
      invoke: async ({ input }, token) => (await load()).invoke(name, input, token),
    }),
  );
  return vscode.Disposable.from(...registered);
}

/** Says what goes on, without a word of the model. */
function progressInWords(name: ToolName): string {
  switch (name) {
    case "workfront_users_search":
      return vscode.l10n.t("Searching users in Workfront");
    case "workfront_users_assigned_work":
      return vscode.l10n.t("Counting assigned work in Workfront");
    case "workfront_users_history":
      return vscode.l10n.t("Reading the history of changes");
    case "workfront_users_set_status":
      return vscode.l10n.t("Waiting for your answer to the question of Workfront Users");
  }
}
