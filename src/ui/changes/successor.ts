import * as vscode from "vscode";
import { successorRefusal } from "../../domain/handOver/successor";
import { displayName, stateOf, type User, type UserDetail } from "../../domain/user";
import { unlessDeclined } from "../../domain/unlessDeclined";
import type { Session } from "../connections/session";
import type { Answer, Place } from "../editor/answer";
import { pick, type Item, type Loading, type Row } from "../editor/pick";
import { successorRefusalInWords } from "../words/handOver";
import { peopleInWords } from "../words/people";
import { licenseInWords, userLine } from "../words/userLine";

/** How many users who could take over are listed, and how many who could not. */
const listed = 50;
const listedUnfit = 5;

/** Asks who is to have the work, until it is somebody who can: the server finds users as one types. */
export async function askForSuccessor(
  session: Session,
  leavers: readonly UserDetail[],
  place: Place,
): Promise<Answer<{ readonly successor: UserDetail }>> {
  const ids = leavers.map(({ ID }) => ID);
  const licenses = await session.licenseLabels();
  for (let problem = ""; ;) {
    const answer = await pick<User>({
      ...place,
      title: vscode.l10n.t("Hand Over the Work of {0}: Successor", peopleInWords(leavers)),
      placeholder: vscode.l10n.t("Type the name, email, username, or ID of the user who takes over"),
      searches: true,
      staysOpen: true,
      rows: (loading) => rowsFor(session, { ids, licenses, problem }, loading),
    });
    if (answer === undefined || typeof answer !== "object") return answer;
    const [user] = await session.client.getUsers([answer.ID]);
    const reason = successorRefusal(user, ids);
    if (user && !reason) return { successor: user };
    problem = successorRefusalInWords(reason ?? "unknown", displayName(user ?? answer));
  }
}

interface SuccessorContext {
  /** Whose work it is. */
  readonly ids: readonly string[];
  readonly licenses: ReadonlyMap<string, string>;
  /** Why the last one could not take over. */
  readonly problem: string;
}

/** Users who can take over first; then those who cannot, with the reason, so that nobody is missed. */
async function rowsFor(
  { client, connection }: Session,
  { ids, licenses, problem }: SuccessorContext,
  { text, signal }: Loading<User>,
): Promise<Row<User>[]> {
  const search = (isActive: boolean, limit: number) =>
    client.searchUsers({ text, isActive }, { first: 0, limit }, { signal });
  const [active, inactive] = await Promise.all([
    search(true, listed),
    text ? unlessDeclined(search(false, listedUnfit)) : [],
  ]);
  const isLeaver = ({ ID }: User) => ids.includes(ID);
  const item = (user: User): Item<User> => {
    const first = user.licenseType ? licenseInWords(user.licenseType, licenses) : vscode.l10n.t("No license");
    return { ...userLine(user, { selfID: connection.userID, first }), value: user };
  };
  const fit = active.filter((user) => !isLeaver(user)).map(item);
  const unfit = [...(text ? active.filter(isLeaver) : []), ...(inactive ?? [])].map((user) =>
    unfitRow(user, isLeaver(user)),
  );
  const said: Row<User>[] = problem && !text ? [{ directive: problem, icon: "error" }] : [];
  if (fit.length + unfit.length > 0) return [...said, ...fit, ...unfit];
  return [{ directive: vscode.l10n.t('No users match "{0}".', text), icon: "search-stop" }];
}

function unfitRow(user: User, isLeaver: boolean): Row<User> {
  const { icon } = userLine(user);
  const reason = isLeaver ? "leaver" : stateOf(user) === "waiting" ? "waiting" : "deactivated";
  return { directive: displayName(user), detail: successorRefusalInWords(reason, displayName(user)), icon };
}
