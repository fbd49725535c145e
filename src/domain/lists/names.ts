import type { UserDetail } from "../user";

/**
 * Whether a name is certainly not that of a user: it has two words or more, and not one of them is in the user's name,
 * email or username, however either is written. Names in different scripts cannot be compared.
 */
export function isOtherName(text: string, { name, emailAddr, username }: UserDetail): boolean {
  if (!name) return false;
  const own = wordsOf([name, localPart(emailAddr), localPart(username)].join(" "));
  const given = wordsOf(text);
  if (given.length < 2) return false;
  const latin = [given.filter(isLatin), own.filter(isLatin)] as const;
  const others = [given.filter((word) => !isLatin(word)), own.filter((word) => !isLatin(word))] as const;
  const comparable = [latin, others].filter(([some, more]) => some.length > 0 && more.length > 0);
  return comparable.length > 0 && !comparable.some(([some, more]) => share(some, more));
}

function localPart(text: string | null): string {
  return text?.split("@")[0] ?? "";
}

/** Without accents, and with one way to write umlauts. Words with digits are no names. */
function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/(?<=\p{Script=Latin})\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll(/([aou])e/g, "$1")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "" && !/\p{N}/u.test(word));
}

function isLatin(word: string): boolean {
  return /\p{Script=Latin}/u.test(word);
}

/** A word of one begins or, where names are written without blanks, is a part of the other. */
function share(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.some((other) => isSameWord(one, other) || isSameWord(other, one)));
}

function isSameWord(short: string, long: string): boolean {
  if (short === long) return short.length > 1;
  return isLatin(short) ? short.length > 2 && long.startsWith(short) : short.length > 1 && long.includes(short);
}
