import { otherPersonIn } from "./otherPerson";

const mailHeader =
  /^[\s>*_|"'•·-]*(from|to|cc|bcc|reply-to|sender|sent by|von|an|kopie|antwort an|보낸\s?사람|받는\s?사람|발신|수신|참조|숨은\s?참조)[\s*_"']*:/i;
const written = /\b(?:wrote|writes|schrieb|hat geschrieben)\b|님이\s?작성/i;
/** That somebody stays, or may stay. In a text of small letters. */
export const stays =
  /(?<!\p{L})(?:keeps?|stay(?:s|ing)?|remains?|except|excluding|exclude[sd]?|not yet|not leaving|maybe|unsure|unclear|tbd|tbc|on hold|vielleicht|unklar|(?:do|does|must|should) not|don[’']?t|ignore|bleibt|bleiben|behalten|behält|ausgenommen|nicht|außer)(?!\p{L})|제외|유지(?!보수)|하지\s?(?:마|말)|보류|미정/u;

/** Emails, without what is glued to them by a colon or a bracket, as in `From:bo@example.com`. */
const emails = /(?<![^\s:=<>("“])[^\s:=<>("“]*@[^\s<>)"”]*/g;

/** The text without its emails: what `remarkIn` and `stayIn` read. */
export function withoutEmails(text: string): string {
  return text.includes("@") ? text.replace(emails, " ") : text;
}

/** What in a text says that whoever is named in it may not be meant: a word for another person, or the head of a mail. */
export function remarkIn(text: string): string | undefined {
  if (!/\p{L}{2}/u.test(text)) return undefined;
  return mailHeader.exec(text)?.[1] ?? written.exec(text)?.[0] ?? otherPersonIn(text);
}

/** What in a text says that somebody stays, or may stay. */
export function stayIn(text: string): string | undefined {
  return stays.exec(text.toLowerCase())?.[0];
}

/** The question mark of somebody who is not sure: by itself behind an email, in brackets, or several. */
export function questionMarkIn(text: string): string | undefined {
  return /[\s([?？]([?？]+)[\])]?\s*$/u.exec(text)?.[1];
}

const farewell =
  /^[\s>]*(?:(?:(?:best|kind|warm|many|with kind)\s+)*(?:regards|rgds|wishes|thanks|thank you|cheers|sincerely)\b|yours\b|(?:all the )?best[\s,!.]*$|(?:mit\s+)?(?:freundlichen?|beste[nm]?|vielen?|lieben?|schönen?|herzlichen?)\s+(?:grüßen?|gruß|dank)\b|(?:danke|hochachtungsvoll|mfg|lg|vg|br)\b|감사합니다|고맙습니다|수고하세요)/iu;

/** Whether a line of a mail ends what it has to say: what follows is about its sender. */
export function isFarewell(text: string): boolean {
  return text.length < 60 && farewell.test(text);
}
