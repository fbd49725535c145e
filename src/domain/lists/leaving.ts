import { otherPersonIn, words } from "./otherPerson";
import { stayIn, stays } from "./remarks";

/** What leavers are called, and what becomes of them. In a text of small letters. */
const leaving =
  /(?:de|re)a[ck]tiv|remov|delet|disab|offboard|leaver|leaving|leaves|left|gone|terminat|resign|depart(?!ment)|aus(?:ge)?(?:schied|scheid|tritt|tret)|abg[aä]ng|entfern|lösch|sperr|퇴사|퇴직|비활성|삭제/;

/** Who else is in a list of leavers. In a text of small letters. */
const others =
  /(?<!\p{L})(?:joiners?|newcomers?|starters|new (?:hires?|joiners?|starters?|employees|colleagues|accounts)|onboarding|hires|rehires|movers|transfers|internal moves?|exceptions?|retained|remaining|to be kept|current (?:employees|users)|(?:still|weiterhin) (?:active|aktiv)|(?:active|aktiv)(?=\s*:)|parental leave|out of scope|leave as is|to be clarified|pending|later|questions? to|neueintritte|eintritte|neuzugänge|neueinstellungen|neue mitarbeiter|versetzungen|wechsel|elternzeit|zu klären|noch offen|rückfragen|ausnahmen?)(?!\p{L})|입사|신규|재직자|휴직자|문의/u;

/** That users are not to be deactivated, in a sentence of any length. In a text of small letters. */
const leftAlone =
  /(?:(?<!\p{L})not|n['’]t)\s+(?:yet\s+)?(?:to\s+)?(?:be\s+deactivat|deactivate(?!d)|leav|touch)|(?<!\p{L})nicht\s+(?:zu\s+)?(?:deaktivier(?!t)|anfassen)|(?<!\p{L})(?:not|nicht)\s*:\s*$/u;

/** How many words a heading has at most. A longer line is a sentence, but one about leaving may be a long heading. */
const mostWords = { any: 3, ofLeaving: 8 } as const;

/** A header that asks of each user whether they leave: "Deactivated" may as well be a state. In a text of small letters. */
const asksToLeave =
  /(?<!\p{L})(?:deactivat(?:e|ion)|be (?:deactivated|removed|deleted|disabled)|remov(?:e|al)|delete|disable|offboard(?:ing|ed)?|terminat(?:ed?|ion)|leav(?:ers?|es|ing)|left|resigned|deaktivier(?:en|ung)|(?:deaktiviert|entfernt|gelöscht|gesperrt) werden|entfernen|löschen|sperren|entziehen|ausgetreten|ausgeschieden|austritt|abgang)(?!\p{L})|(?:퇴사|퇴직)자?|비활성화|삭제|해지/u;

/** One that asks whether they stay, in other words than a line would say so. In a text of small letters. */
const asksToStay = /(?<!\p{L})(?:still|noch|retain|skip|exempt|exceptions?|ausnahmen?)(?!\p{L})|예외/u;

/** Words that turn what a header asks round. In a text of small letters. */
const turned = /(?:^| )(?:not|don t|nicht)(?: to)? (?=be |deactivat|remov|delet|leav|deaktiv|entfern|lösch)/u;

/** What else such a header may say: with any other word, as in "Delete mailbox", it asks about something else. */
const filler =
  /(?<!\p{L})(?:y|n|yes|no|ja|nein|or|oder|unclear|maybe|tbd|unklar|vielleicht|is|has|be|to|in|from|of|on|for|the|this|should|can|may|please|ok|now|flag|required|employed|needed|here|kann|soll|sollen|muss|werden|bitte|da|gebraucht|active|aktiv|access|zugang|zugriff|login|company|users?|accounts?|employees?|benutzer|konto|wf|workfront)(?!\p{L})|여부|대상|계정|사용자|직원|필요|미정/gu;

const yes = String.raw`y|yes|true|o|j|ja|ok|wahr|1|예|네|[✓✔✅☑√■●○◯⭕🟢]|[[(]\s*[xvo+✓✔]\s*[\])]`;
const no = String.raw`(?:no|nein|아니[요오])(?!\p{L}).*|n|n/a|false|falsch|0|[-–—☐□⬜🔲🔴🚫⛔]|\[\s*\]|\(\s+\)`;
/** A cross may stand in a box that is checked, or for a no. */
const cross = /^[☒✗✘✕✖❌❎×]$/u;

/** What a header asks of each user, and how that is answered. */
export interface Question {
  readonly asks: "toLeave" | "toStay" | "either";
  /** With a date or other signs behind it. */
  readonly yes: RegExp;
  readonly no: RegExp;
}

export function isAboutLeaving(text: string): boolean {
  return leaving.test(text.toLowerCase());
}

/** Whether a line between people is a heading of others than leavers: of those who stay, who are new, who manage. */
export function isHeadingOfOthers(line: string): boolean {
  const isOfLeaving = isAboutLeaving(line);
  if (leftAlone.test(line.toLowerCase())) return true;
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
  const isTurned = turned.test(text);
  const [isToStay, isToLeave] = [isTurned || stays.test(text) || asksToStay.test(text), asksToLeave.test(text)];
  const asking = [stays, turned, asksToStay, asksToLeave].map((one) => new RegExp(one, "gu"));
  const rest = [...asking, filler].reduce((left, one) => left.replace(one, " "), text);
  if (rest.trim() !== "" || !(isToStay || isToLeave)) return undefined;
  // The letter checks a box, but is the no beside "O" in Korea.
  const [letterYes, letterNo] = /[가-힣]/.test(text) ? ["", "|x"] : ["|x", ""];
  return {
    asks: isToStay && isToLeave && !isTurned ? "either" : isToStay ? "toStay" : "toLeave",
    yes: new RegExp(String.raw`^(?:${yes}${letterYes})[^\p{L}]*$`, "iu"),
    no: new RegExp(`^(?:${no}${letterNo})$`, "iu"),
  };
}

/**
 * Whether a user may stay by an answer; a blank is one, too.
 * @param isAnswered whether some user of the list leaves by their answer: then everybody else may stay.
 */
export function isToStayBy(answer: string, { asks, yes: saysYes, no: saysNo }: Question, isAnswered: boolean): boolean {
  if (asks === "either") return true;
  if (asks === "toStay") return answer !== "" && !saysNo.test(answer);
  return isAnswered ? !saysYes.test(answer) : saysNo.test(answer) || cross.test(answer);
}
