/** The tools for agents, as the editor and the models know them; `package.json` declares the same. */
export const toolNames = [
  "workfront_users_search",
  "workfront_users_assigned_work",
  "workfront_users_history",
  "workfront_users_set_status",
] as const;

export type ToolName = (typeof toolNames)[number];
