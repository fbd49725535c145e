import { otherPersonInHeader, words } from "./otherPerson";

/** What the header of a column says of its cells. */
export type Meaning =
  | "ID"
  | "email"
  | "username"
  /** An email, of whom the header does not make clear: `HRBP email`, `Contact email`. */
  | "someEmail"
  /** A name: it tells a reader who is meant, and identifies nobody. */
  | "name"
  /** An email that is probably not the one at work. */
  | "privateEmail"
  /** Somebody else whom the line names: a manager, a requester, a deputy. */
  | "otherPerson";

/** Headers as they are written in English, German and Korean, and in exports of the common directories. */
const knownHeaders: Readonly<Record<"ID" | "email" | "username" | "name", string>> = {
  ID: `id, guid, workfront id, workfront user id, wf id, user guid`,
  email: `email, emails, e mail, e mails, email address, email addresses, email addr, mail, mail address, email id,
    user email, user email address, work email, work email address, business email, business email address, company email,
    corporate email, office email, employee email, primary email, primary email address, email primary, email work,
    email business, smtp address, primary smtp address, windows email address, user principal name, upn,
    member object id or user principal name, user name or email, email adresse, mailadresse, mail adresse,
    emailadresse, e post, geschäftliche email, dienstliche email, geschäftliche email adresse, dienstliche email adresse,
    email geschäftlich, email dienstlich, firmen email, benutzerprinzipalname, email des benutzers, email mitarbeiter,
    usrid long,
    이메일, 이메일 주소, 메일, 메일 주소, 전자 메일, 전자 메일 주소, 전자우편, 회사 이메일, 업무용 이메일, 업무 이메일,
    사내 메일, 회사 메일, 직원 이메일, 사용자 이메일`,
  username: `username, user name, user, users, user login, login, login name, login id, logon, logon name, user logon name,
    account, account name, user account, sam account name, on premises sam account name, network id, sso username, sso id,
    uid, user id, alias, mail nickname, benutzername, benutzer, benutzerkennung, benutzerkonto, anmeldename, kennung,
    kürzel, nutzername, loginname, nutzer, benutzer id, 사용자 id, 사용자 이름, 사용자명, 사용자 계정, 사용자, 아이디, 로그인 id, 로그인 아이디,
    계정, 계정명, 계정 이름`,
  name: `name, names, full name, display name, first name, last name, given name, surname, family name, employee,
    employee name, member, vorname, nachname, familienname, anzeigename, vollständiger name, mitarbeiter, mitarbeitername,
    mitarbeiterin, personalnummer, pernr, employee id, employee number, 이름, 성명, 성, 직원, 직원명, 사원명, 사번`,
};

const known = new Map<string, Meaning>(
  Object.entries(knownHeaders).flatMap(([meaning, list]) =>
    list.split(",").map((word) => [plain(word), meaning as Meaning]),
  ),
);

const privateEmail = /private?|personal|secondary|alternat|recovery|home|other|zweit|개인|보조|복구/;
const email = /e?mail|userprincipalname|\bupn|이메일|메일/;

/** What may stand beside "email" and say that it is the email of whoever the line is about, at work. */
const ownEmail =
  /(?:user|employee|worker|person|leaver|associate|member|colleague|contractor)s?|(?:work|business|company|corporate|office|organization|primary|main|account|official|professional|current|login)|(?:of|the|for|des|der|die|im|am)|(?:geschäftlich|dienstlich|beruflich|betrieblich)(?:er|en|e)?|(?:mitarbeiter|benutzer|nutzer|austretend|ausscheidend|ausgeschieden)(?:in|er|en|e|s)*|firmen|arbeit|haupt|adressen?|address(?:es)?|[es]|emails?|mails?|id|\p{N}+|직원|사원|사용자|퇴사자|대상자|본인|회사|업무용?|사내|이메일|전자|메일|주소/gu;

/** What a header says, whatever its case, punctuation and additions such as `[Required]`; nothing where it is unknown. */
export function meaningOf(header: string): Meaning | undefined {
  if (header.length > 100 || /[@;|\t]/.test(header)) return undefined;
  const text = plain(header);
  if (text === "") return undefined;
  // `User name [userPrincipalName] Required`: what stands in brackets is the exact name.
  const inBrackets = plain(/\[(.*?)\]/.exec(header)?.[1] ?? "");
  const bare = header.replace(/\[.*?\]|\*|required$/gi, "");
  const exact = known.get(text) ?? known.get(inBrackets) ?? known.get(plain(bare));
  if (exact) return exact;
  if (otherPersonInHeader(header) !== undefined) return "otherPerson";
  if (!email.test(text)) return known.get(plain(bare.replace(/\(.*?\)/g, "")));
  if (privateEmail.test(text)) return "privateEmail";
  return words(bare).every(isOwn) ? "email" : "someEmail";
}

function isOwn(word: string): boolean {
  return word.replace(ownEmail, "") === "";
}

/** Whether a text is certainly a header: "Manager email" is one, while "Manager" may well be the title of a user. */
export function isHeader(text: string): boolean {
  const meaning = meaningOf(text);
  return meaning === "otherPerson" ? email.test(plain(text)) : meaning !== undefined;
}

/** Whether the header is one of those that we know word for word. */
export function isKnown(header: string): boolean {
  return known.has(plain(header));
}

/** `Primary E-Mail_address *` and `primaryEmailAddress` are one header. */
function plain(header: string): string {
  return header
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
