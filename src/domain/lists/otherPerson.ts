/** Parts of words that say of whom they stand beside: this is a second person, not the one whom the line is about. */
const parts =
  /manager|supervisor|superior|teamlead|requeste?or|requester|approver|deput[yi]|delegate|substitut|replace|successor|backup|sponsor|mentor|recruiter|coordinator|reviewer|responsible|accountable|escalation|assistant|hrbp|businesspartner|vorgesetzt|führungskraft|leitung|leiter|vertret|anforder|antragstell|genehmig|nachfolge|verantwortlich|zuständig|ansprechpartner|sachbearbeit|betreuer|absender|관리자|상사|상급자|매니저|멘토|요청자|신청자|승인자|결재자|대리인|후임|부서장|팀장|담당자|책임자|작성자|등록자|추천인|발신자/;

/** Whole words that say the same of a column, or before a colon. Elsewhere they may be a name or a department. */
const labels =
  "lead|leader|head|boss|chief|director|partner|coach|buddy|contact|owner|actor|caller|sender|author|assignee|reporter|by|hr|cc|bcc|from|chef|chefin|pate|patin|ersatz|kontakt|kopie|von";
const label = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${labels})(?![\p{L}\p{N}])`, "iu");
const labelBeforeColon = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${labels})["'*_\s]*[:=–—>-]`, "iu");

/** Words that say the same together. In a text of small letters. */
const phrase =
  /\b(?:reports to|assigned to|on behalf of|in charge|handed over to|im auftrag|\p{L}{1,30}ed by|(?:er)?stellt von)\b/u;

/** The word in a header that says that somebody other than the one who is meant stands below: "Manager", "Opened by". */
export function otherPersonInHeader(header: string): string | undefined {
  const spaced = words(header).join(" ");
  return otherPersonIn(spaced) ?? label.exec(spaced)?.[0];
}

/** The word in a text that says the same of an email beside it: "Manager", "Contact: …", "requested by". */
export function otherPersonIn(text: string): string | undefined {
  const small = text.toLowerCase();
  const part = parts.exec(small.replace(/[\s-]/g, ""))?.[0];
  if (part !== undefined) return part;
  const before = /[:=–—>-]/.test(text) ? labelBeforeColon.exec(text)?.[0].replace(/["'*_\s]*.$/u, "") : undefined;
  return before ?? phrase.exec(small)?.[0];
}

/** The words of a text in lower case; `primaryWorkEmail` has three. */
export function words(text: string): string[] {
  return text
    .normalize("NFC")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
