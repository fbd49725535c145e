/** What the header of a column says of its cells. */
export type Meaning =
  | "ID"
  | "email"
  | "username"
  /** A name: it tells a reader who is meant, and identifies nobody. */
  | "name"
  /** An email that is probably not the one at work. */
  | "privateEmail"
  /** Somebody else whom the line names: a manager, a requester, a deputy. */
  | "otherPerson";

/** Headers as they are written in English, German and Korean, and in exports of the common directories. */
const words: Readonly<Record<"ID" | "email" | "username" | "name", string>> = {
  ID: `id, guid, workfront id, workfront user id, wf id, user guid`,
  email: `email, emails, e mail, e mails, email address, email addresses, email addr, mail, mail address, email id,
    user email, user email address, work email, work email address, business email, business email address, company email,
    corporate email, office email, employee email, primary email, primary email address, email primary, email work,
    email business, smtp address, primary smtp address, windows email address, user principal name, upn,
    member object id or user principal name, user name or email, contact email, email adresse, mailadresse, mail adresse,
    emailadresse, e post, geschäftliche email, dienstliche email, geschäftliche email adresse, dienstliche email adresse,
    email geschäftlich, email dienstlich, firmen email, benutzerprinzipalname, email des benutzers, email mitarbeiter,
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
  Object.entries(words).flatMap(([meaning, list]) => list.split(",").map((word) => [plain(word), meaning as Meaning])),
);

const otherPerson =
  /manager|supervisor|reportsto|requeste?or|requester|approver|deputy|delegate|replacement|successor|backup|owner|actor|hrcontact|linemanager|assistant|(?:created|modified|updated|requested|initiated|approved|invited|deactivated|submitted|added|granted)by|vorgesetzt|führungskraft|leitung|leiter|vertret|anforder|antragstell|genehmig|nachfolge|erstelltvon|angelegtvon|beauftragtvon|geändertvon|ansprechpartner|관리자|상사|상급자|매니저|요청자|신청자|승인자|대리인|후임|부서장|팀장|담당자|작성자|등록자/;
const privateEmail = /private?|personal|secondary|alternat|recovery|home|other|zweit|개인|보조|복구/;
const email = /e?mail|userprincipalname|\bupn|이메일|메일/;

/** What a header says, whatever its case, punctuation and additions such as `[Required]`; nothing where it is unknown. */
export function meaningOf(header: string): Meaning | undefined {
  if (header.length > 100 || /[@;|\t]/.test(header)) return undefined;
  const text = plain(header);
  if (text === "") return undefined;
  // `User name [userPrincipalName] Required`: what stands in brackets is the exact name.
  const inBrackets = plain(/\[(.*?)\]/.exec(header)?.[1] ?? "");
  const bare = plain(header.replace(/\[.*?\]|\(.*?\)|\*|required$/gi, ""));
  const exact = known.get(text) ?? known.get(inBrackets) ?? known.get(bare);
  if (exact) return exact;
  if (otherPerson.test(text)) return "otherPerson";
  if (!email.test(text)) return undefined;
  return privateEmail.test(text) ? "privateEmail" : "email";
}

/** Whether a header is known word for word, or is certainly about an email. A title such as "Manager" may be a cell. */
export function isHeader(text: string): boolean {
  const meaning = meaningOf(text);
  return meaning !== undefined && meaning !== "otherPerson";
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
