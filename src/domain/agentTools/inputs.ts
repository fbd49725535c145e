import * as v from "valibot";
import { idPattern } from "../../workfront/query";
import type { ToolName } from "./names";

/** The most users that a search shows, runs that the history shows, and users whose status one call changes. */
export const mostRows = 25;
export const mostChanged = 100;

const notAnID =
  "A user ID has 32 hexadecimal digits. Names and email addresses are no IDs: find the user with workfront_users_search first, and make sure that it is the right one.";

const userID = v.pipe(v.string(notAnID), v.regex(idPattern, notAnID), v.toLowerCase());
const rows = v.optional(wholeNumber(1, mostRows), mostRows);

/**
 * What each tool takes. `package.json` has the same as JSON schemas; it is checked again here, because what a model sends may
 * be edited on its way, and not every editor checks it.
 */
const schemas = {
  workfront_users_search: v.strictObject({
    text: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1, "Leave it out, or give a text."), v.maxLength(200))),
    status: v.optional(v.picklist(["active", "deactivated", "waitingForApproval"])),
    notLoggedInDays: v.optional(wholeNumber(1, 9999)),
    includeEmail: v.optional(v.boolean(), false),
    limit: rows,
  }),
  workfront_users_assigned_work: v.strictObject({ userID }),
  workfront_users_history: v.strictObject({
    runID: v.optional(
      v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, "Take the ID of a run from workfront_users_history.")),
    ),
    limit: rows,
  }),
  workfront_users_set_status: v.strictObject({
    host: v.pipe(v.string(), v.minLength(1, "Give the host that the search has answered."), v.maxLength(300)),
    userIDs: v.pipe(
      v.array(userID),
      v.minLength(1, "Give at least one user ID."),
      v.maxLength(
        mostChanged,
        `Give at most ${mostChanged} user IDs. Split them into several calls, one after the other: the person confirms each.`,
      ),
    ),
    status: v.picklist(["active", "deactivated"]),
  }),
} satisfies Record<ToolName, v.GenericSchema>;

export type ToolInput<N extends ToolName> = v.InferOutput<(typeof schemas)[N]>;

/** An input that a tool does not take. The message tells the model how to do better. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** @throws {InputError} */
export function readInput<N extends ToolName>(name: N, input: unknown): ToolInput<N> {
  const { success, output, issues } = v.safeParse(schemas[name], input, { abortPipeEarly: true });
  if (success) return output;
  // Each problem once, however many IDs have it.
  const problems = new Set(issues.map((issue) => `${v.getDotPath(issue)?.split(".")[0] ?? "input"}: ${issue.message}`));
  throw new InputError([...problems].join(" "));
}

function wholeNumber(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}
