import { wishedState, type Wish } from "../runs/plan";
import { stateOf, type UserDetail } from "../user";
import { doubtsOf, type Doubt, type Lead } from "./doubts";
import { keyOf, type Entry } from "./entries";
import { folded, type Identifier } from "./identifiers";
import type { LookUps } from "./lookUps";
import { Turns } from "../turns";

/** What became of a line. Every line has exactly one kind. */
export type Match = { readonly entry: Entry } & (
  | { readonly kind: "matched" | "asWished"; readonly user: UserDetail }
  | { readonly kind: "refused"; readonly user: UserDetail; readonly reason: "self" | "waiting" }
  /** Only a person can tell who is meant. */
  | {
      readonly kind: "toDecide";
      readonly users: readonly UserDetail[];
      readonly doubts: readonly Doubt[];
      /** The one user to whom everything in the column that says who is meant leads. */
      readonly likely: UserDetail | undefined;
    }
  /** What a person decided: nobody, or some of the users it may mean. */
  | { readonly kind: "decided"; readonly users: readonly UserDetail[]; readonly undecided: Undecided }
  | { readonly kind: "duplicate"; readonly of: number }
  | { readonly kind: "notFound" }
  | { readonly kind: "notLookedUp"; readonly error: unknown }
);

/** A line that only a person can decide. */
export type Undecided = Match & { readonly kind: "toDecide" };

/** Takes a person's word for whom a line means; without users, for nobody. */
export function decide(undecided: Undecided, users: readonly UserDetail[]): Match {
  return { entry: undecided.entry, kind: "decided", users, undecided };
}

/** Why a user may not be changed, whatever a list says. */
export function refusalOf(user: UserDetail, { wish, selfID }: Pick<MatchOptions, "wish" | "selfID">) {
  if (stateOf(user) === "waiting") return "waiting";
  return wish === "deactivate" && user.ID === selfID ? "self" : undefined;
}

export interface MatchOptions {
  readonly wish: Wish;
  /** The user who is signed in. */
  readonly selfID: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks the entries up and says of each whom it means. Certain is only a line in which everything that could identify
 * somebody leads to the same user; a line that says what an earlier one says is its duplicate.
 */
export async function matchUsers(lookUps: LookUps, entries: readonly Entry[], options: MatchOptions): Promise<Match[]> {
  await lookUps.ask(emailsAndIDsIn(entries), options.signal);
  await lookUps.ask(await usernamesToAsk(lookUps, entries), options.signal);
  const foreign = await foreignUsernames(lookUps, entries);
  const turns = new Turns();
  const firsts = new Map<string, Match>();
  const staying = new Map<string, Entry>();
  const matches: Match[] = [];
  for (const entry of entries) {
    const said = sayingOf(entry);
    const judged = firsts.get(said) ?? judge(lookUps, entry, foreign, options);
    const key = "user" in judged ? judged.user.ID : undefined;
    const first = key === undefined ? firsts.get(said) : (firsts.get(key) ?? firsts.get(said));
    const match: Match = first ? { entry, kind: "duplicate", of: first.entry.line } : judged;
    matches.push(match);
    for (const one of [said, key]) if (one !== undefined && !firsts.has(one)) firsts.set(one, first ?? match);
    if (first && key !== undefined && entry.status !== first.entry.status && !staying.has(key)) staying.set(key, entry);
    if (whyStays(entry) !== undefined && match.kind === "toDecide")
      for (const { ID } of match.users) if (!staying.has(ID)) staying.set(ID, entry);
    if (turns.isOver) await turns.next();
  }
  return staying.size === 0 ? matches : matches.map((match) => withStaying(match, staying));
}

function whyStays({ hints }: Entry): string | undefined {
  return hints.stays ?? hints.heading;
}

/** Nobody is certain who stays, or has another status, by another line. */
function withStaying(match: Match, staying: ReadonlyMap<string, Entry>): Match {
  const by = match.kind === "matched" ? staying.get(match.user.ID) : undefined;
  if (match.kind !== "matched" || !by) return match;
  const doubt: Doubt = { kind: "stays", line: by.line, text: whyStays(by) ?? by.status };
  return { entry: match.entry, kind: "toDecide", users: [match.user], doubts: [doubt], likely: match.user };
}

/** A username can be an email, which is then looked up as such, too. */
function* emailsAndIDsIn(entries: readonly Entry[]): Generator<Pick<Identifier, "kind" | "text">> {
  for (const { named, others } of entries)
    for (const some of [named, others])
      for (const one of some)
        if (one.kind !== "username") yield one;
        else if (isEmailAsUsername(one)) yield { kind: "email", text: one.text };
}

function isEmailAsUsername({ kind, text }: Identifier): boolean {
  return kind === "username" && text.includes("@");
}

/** Usernames are asked for only where what else is in the line does not lead to the user who has it. */
async function usernamesToAsk(lookUps: LookUps, entries: readonly Entry[]): Promise<Identifier[]> {
  const turns = new Turns();
  const wanted: Identifier[] = [];
  for (const { named, others } of entries) {
    if (turns.isOver) await turns.next();
    const all = [...named, ...others];
    const usernames = all.filter(({ kind }) => kind === "username");
    if (usernames.length === 0) continue;
    const users = all.flatMap((one) => answersOf(lookUps, one)).flatMap((answer) => answer.users);
    const known = new Set(users.map(({ username }) => folded(username ?? "")));
    wanted.push(...usernames.filter(({ text }) => !known.has(folded(text))));
  }
  return wanted;
}

/** What an identifier leads to; an email in a column of usernames may be either. */
function answersOf(lookUps: LookUps, one: Identifier) {
  const answers = [
    lookUps.answer(one),
    isEmailAsUsername(one) ? lookUps.answer({ kind: "email", text: one.text }) : undefined,
  ];
  return answers.filter((answer) => answer !== undefined);
}

/** So many usernames that are all nobody's are no mistake. */
const fewestForeign = 5;

/**
 * Whether the usernames beside the column that says who is meant are those of another system: there are some, and not
 * one is found. Then they identify nobody here, and are no reason to doubt.
 */
async function foreignUsernames(lookUps: LookUps, entries: readonly Entry[]): Promise<boolean> {
  const turns = new Turns();
  const beside = new Set<string>();
  for (const { others } of entries) {
    if (turns.isOver) await turns.next();
    for (const one of others) {
      if (one.kind !== "username") continue;
      const answer = lookUps.answer(one);
      if (!answer || answer.users.length > 0 || answer.error !== undefined) return false;
      beside.add(folded(one.text));
    }
  }
  return beside.size >= fewestForeign;
}

/** What makes a line the same as another: what it says of whom, and all that makes it doubtful. */
function sayingOf({ named, others, text, cells, hints }: Entry): string {
  if (named.length + others.length === 0) return `text ${folded(text)}`;
  const { remark, stays, signature, heading, marks } = hints;
  const [only, ...more] = named;
  if (
    only &&
    more.length + others.length === 0 &&
    !(only.wordBefore ?? only.wordAfter ?? remark ?? stays ?? signature ?? heading ?? marks ?? cells)
  )
    return keyOf(only);
  const words = named.map(({ wordBefore, wordAfter }) => [wordBefore, wordAfter]);
  return JSON.stringify([
    named.map(keyOf),
    others.map(keyOf),
    words,
    remark,
    stays,
    signature,
    heading,
    marks?.own,
    cells !== undefined,
  ]);
}

function judge(lookUps: LookUps, entry: Entry, foreign: boolean, options: MatchOptions): Match {
  const leads = leadsOf(lookUps, entry, foreign);
  const users = [...new Map(leads.flatMap(({ users: some }) => some).map((user) => [user.ID, user])).values()];
  const [user] = users;
  if (!user) {
    const failed = leads.find(({ error }) => error !== undefined);
    return failed ? { entry, kind: "notLookedUp", error: failed.error } : { entry, kind: "notFound" };
  }
  const doubts = doubtsOf(entry, leads, user);
  if (doubts.length > 0 || users.length > 1) return { entry, kind: "toDecide", users, doubts, likely: likelyIn(leads) };
  const reason = refusalOf(user, options);
  if (reason) return { entry, kind: "refused", user, reason };
  if (user.isActive === wishedState(options.wish)) return { entry, kind: "asWished", user };
  return { entry, kind: "matched", user };
}

function likelyIn(leads: readonly Lead[]): UserDetail | undefined {
  const named = leads.filter(({ isNamed }) => isNamed);
  const [first, ...others] = named.map(({ users }) => (users.length === 1 ? users[0] : undefined));
  return others.every((user) => user?.ID === first?.ID) ? first : undefined;
}

function leadsOf(lookUps: LookUps, { named, others }: Entry, foreign: boolean): Lead[] {
  const lead = (identifier: Identifier, isNamed: boolean, known: readonly UserDetail[]): Lead => {
    const answers = answersOf(lookUps, identifier);
    const same = known.filter(
      ({ username }) => identifier.kind === "username" && folded(username ?? "") === folded(identifier.text),
    );
    const users = new Map([...answers.flatMap(({ users: some }) => some), ...same].map((one) => [one.ID, one]));
    return {
      identifier,
      isNamed,
      users: [...users.values()],
      error: answers.find(({ error }) => error !== undefined)?.error,
    };
  };
  const all = [...named.map((one) => [one, true] as const), ...others.map((one) => [one, false] as const)];
  const plain = all.filter(([{ kind }]) => kind !== "username").map(([one, isNamed]) => lead(one, isNamed, []));
  const known = plain.flatMap(({ users }) => users);
  const usernames = all.filter(([{ kind }, isNamed]) => kind === "username" && (isNamed || !foreign));
  return [...plain, ...usernames.map(([one, isNamed]) => lead(one, isNamed, known))].sort(
    (one, other) => Number(other.isNamed) - Number(one.isNamed),
  );
}
