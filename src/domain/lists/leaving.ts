import { otherPersonIn, words } from "./otherPerson";
import { stayIn, stays } from "./remarks";

/** What leavers are called, and what becomes of them. In a text of small letters. */
const leaving =
  /(?:de|re)a[ck]tiv|remov|delet|disab|offboard|leaver|leaving|leaves|left|gone|terminat|resign|depart(?!ment)|aus(?:ge)?(?:schied|scheid|tritt|tret)|abg[aä]ng|entfern|lösch|sperr|퇴사|퇴직|비활성|삭제/;

/** Who else is in a list of leavers. In a text of small letters. */
const others =
  /(?<!\p{L})(?:joiners?|newcomers?|starters|new (?:hires?|joiners?|starters?|employees|colleagues)|hires|rehires|movers|transfers|exceptions?|neueintritte|neuzugänge|neueinstellungen|versetzungen|ausnahmen?)(?!\p{L})|입사|신규|전보/u;

/** How many words a heading has at most. A longer line is a sentence, but one about leaving may be a long heading. */
const mostWords = { any: 3, ofLeaving: 8 } as const;

/** A header that asks of each user whether they leave. In a text of small letters. */
const question =
  /(?<!\p{L})(?:deactivate|remove|delete|disable|offboard|terminated?|leav(?:er|es|ing)|left|resigned|deaktivieren|entfernen|löschen|sperren|ausgetreten|ausgeschieden)(?!\p{L})|(?:퇴사|퇴직)자?/u;

/** What else such a header may say: with any other word, as in "Delete mailbox", it asks about something else. */
const filler =
  /(?<!\p{L})(?:y|n|yes|no|ja|nein|is|has|be|to|in|from|the|active|aktiv|users?|accounts?|employees?|workfront)(?!\p{L})|여부/gu;

const yes = String.raw`y|yes|true|o|j|ja|ok|wahr|1|예|네|[✓✔✅☑√■●○◯⭕🟢]|[[(]\s*[xvo+✓✔]\s*[\])]`;
const no = String.raw`(?:no|nein|아니[오요])(?!\p{L}).*|n|n/a|false|falsch|0|[-–—☐□⬜🔲🔴🚫⛔]|\[\s*\]|\(\s+\)`;
/** A cross may stand in a box that is checked, or for a no. */
const cross = "[☒✗✘✕✖❌❎×]";

/** What a header asks of each user, and how that is answered. */
export interface Question {
  /** The answers by which a user may stay. */
  readonly stays: RegExp;
  /** The answers by which one leaves, where that is asked: beside them, a blank is an answer by which others stay. */
  readonly leaves: RegExp | undefined;
}

export function isAboutLeaving(text: string): boolean {
  return leaving.test(text.toLowerCase());
}

/** Whether a line between people is a heading of others than leavers: of those who stay, who are new, who manage. */
export function isHeadingOfOthers(line: string): boolean {
  const isOfLeaving = isAboutLeaving(line);
  const count = line.trim().split(/\s+/).length;
  if (count > (isOfLeaving ? mostWords.ofLeaving : mostWords.any) || /[.!?]\s*$/.test(line)) return false;
  const word = stayIn(line);
  // A "not" alone may be about anything: "do not forward".
  if (word !== undefined) return isOfLeaving || !/ not|^don|^nicht/.test(word);
  return !isOfLeaving && (otherPersonIn(line) !== undefined || others.test(line.toLowerCase()));
}

/** What a header asks, where that is whether a user leaves or stays, and no more: "Deactivate?", "Keep". */
export function questionIn(header: string): Question | undefined {
  const text = words(header).join(" ");
  const [asksToStay, asksToLeave] = [stays.test(text), question.test(text)];
  const rest = text.replace(stays, "").replace(question, "").replace(filler, "").trim();
  if (rest !== "" || !(asksToStay || asksToLeave)) return undefined;
  // The letter checks a box, but is the no beside "O" in Korea.
  const [letterYes, letterNo] = /[가-힣]/.test(text) ? ["", "|x"] : ["|x", ""];
  return {
    stays: answerOf(asksToStay ? `${yes}${letterYes}|${cross}` : `${no}${letterNo}|${cross}`),
    leaves: asksToStay ? undefined : answerOf(`${yes}${letterYes}`),
  };
}

function answerOf(some: string): RegExp {
  return new RegExp(`^(?:${some})$`, "iu");
}
