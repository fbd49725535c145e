import { otherPersonIn } from "./otherPerson";

const mailHeader =
  /^[\s>*_|"'•·-]*(from|to|cc|bcc|reply-to|sender|sent by|von|an|kopie|antwort an|보낸\s?사람|받는\s?사람|발신|수신|참조|숨은\s?참조)[\s*_"']*:/i;
const written = /\b(?:wrote|writes|schrieb|hat geschrieben)\b|님이\s?작성/i;
/** That somebody stays. In a text of small letters. */
export const stays =
  /(?<!\p{L})(?:keeps?|stay(?:s|ing)?|remains?|except|excluding|exclude[sd]?|not yet|not leaving|(?:do|does|must|should) not|don[’']?t|ignore|bleibt|bleiben|behalten|behält|ausgenommen|nicht|außer)(?!\p{L})|제외|유지(?!보수)|하지\s?(?:마|말)|보류/u;

/** That somebody may stay: nobody is sure, it was called off, or it is another change. In a text of small letters. */
const mayStay =
  /(?<!\p{L})(?:maybe|not sure|unsure|unclear|tbd|tbc|on hold|postponed|cancel+ed|withdrawn|revoked|moves? to|transfers? to|internal transfer|not before|only after|still (?:works?|needs?|needed|here|active|employed)|retain(?:s|ed)?|wrong person|please check|no action|do nothing|struck(?: out)?|vielleicht|nicht sicher|unklar|zurückgezogen|storniert|verschoben|wechselt|versetzt|erst (?:ab|am|nach|im)|noch (?:hier|da|aktiv|gebraucht|beschäftigt)|falsche person|bitte prüfen|gestrichen)(?!\p{L})|미정|취소|부서\s?이동|전보|계속\s?(?:사용|근무)|확인\s?필요|말고|빼고|복직|까지\s?(?:사용|근무)/u;

const crossedOut = /~(?=[^\s~])[^~]*[^\s~]~|<\/?(?:del|s|strike)>|[\u0335-\u0338]/iu;

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
  const small = text.toLowerCase();
  return stays.exec(small)?.[0] ?? mayStay.exec(small)?.[0];
}

/** What in a text is crossed out. */
export function crossedOutIn(text: string): string | undefined {
  if (!/[^\x20-}]|</.test(text)) return undefined;
  return crossedOut.exec(text)?.[0].slice(0, 40);
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
