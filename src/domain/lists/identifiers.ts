import { idPattern } from "../../workfront/query";
import { signs } from "./signs";
import { longestCell } from "./tooLong";

/** A text by which Workfront may know a user. */
export interface Identifier {
  readonly kind: "ID" | "email" | "username";
  readonly text: string;
  /**
   * The word directly before a bare email (`jo smith@…`): either a part of the person's name, or the first part of an
   * email with a blank in it, of which no piece counts.
   */
  readonly wordBefore?: string | undefined;
  /** The word directly behind the dot of an email (`bo@example.com. au`): it may be the rest of the email. */
  readonly wordAfter?: string | undefined;
}

/** Longer than any email (RFC 5321: 64 characters, `@` and 255). */
const longestEmail = 320;

const invisible = /[\p{Cf}\p{Cc}\u034f\ufe00-\ufe0f]/gu;
const token = /[^\s<>()[\]{}]+/gu;
const opening = new RegExp(String.raw`^(?:=(?="))?["'“”‘’„‚«»‹›\x60*•·${signs}]+`, "u");
const atEnd = String.raw`["'“”‘’„‚«»‹›\x60*.,;:!?，；、。${signs}]`;
// From the beginning of such a run only: from each of its characters, a long one would take forever.
const closing = new RegExp(String.raw`(?<!${atEnd})${atEnd}+$`, "u");
const separators = /[,;|/，；、]/u;
const scheme = /^(?:mailto|smtp|sips?|e-?mail|mail|to|cc|from|an|von):/i;
const local = /^[^\s@<>()[\]{}:;,"\\“”„«»|]{1,64}$/u;
const domain = /^(?:[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}\p{M}-]{2,}$/u;

const plain = /^[\x20-\x7e]*$/;

/** The text without characters that nobody sees; tabs and line breaks become blanks. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(/[\t\r\n\v\f]/g, " ").replace(invisible, "");
}

/** What counts as the same text: upper and lower case do, and the two ways to write an accented letter. */
export function folded(text: string): string {
  return plain.test(text) ? text.toLowerCase() : text.replace(invisible, "").normalize("NFC").toLowerCase();
}

/** Most cells with an email hold nothing else: no name is longer, and there is nothing to strip, to join or to doubt. */
const plainEmail = /^[a-z0-9][a-z0-9._+-]{0,62}[a-z0-9]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

const nothing: readonly Identifier[] = [];

/** Every whole email and every whole ID in a text, each once. A piece of a longer word is none. */
export function identifiersIn(text: string): readonly Identifier[] {
  if (text.length > longestCell || !(text.includes("@") || mayHoldID(text))) return nothing;
  if (text.length <= longestEmail && plainEmail.test(text)) return [{ kind: "email", text }];
  const found = new Map<string, Identifier>();
  let wordBefore: string | undefined;
  let before = "";
  let last: string | undefined;
  let end = 0;
  const clean = visible(text);
  const torn = tornAt(clean);
  for (const { 0: word, index } of clean.matchAll(token)) {
    const isBare = clean.slice(end, index).trim() === "";
    const isTorn = torn.has(index - 1) || torn.has(index + word.length);
    const identifiers = isTorn ? nothing : identifiersOfToken(word);
    const cut = isBare && last !== undefined && mayGoOn(before, word) ? found.get(last) : undefined;
    if (last !== undefined && cut) found.set(last, { ...cut, wordAfter: word });
    last = undefined;
    for (const identifier of identifiers) {
      const key = `${identifier.kind} ${folded(identifier.text)}`;
      const isDoubtful = isBare && wordBefore !== undefined && identifier.kind === "email" && !found.has(key);
      if (isDoubtful) found.set(key, { ...identifier, wordBefore });
      else if (!found.has(key)) found.set(key, identifier);
      if (identifier.kind === "email") last = key;
    }
    before = word;
    wordBefore =
      identifiers.length === 0 && /[\p{L}\p{M}\p{N}"'’_.+&/=-][,;]?$/u.test(word) && /\p{L}/u.test(word)
        ? word
        : undefined;
    end = index + word.length;
  }
  return [...found.values()];
}

/** Whether the dot of a domain may stand between two words, with a blank beside it; behind a sentence is a capital. */
function mayGoOn(email: string, next: string): boolean {
  const hasDot = /[^.]\.$/.test(email) !== /^\.[^.]/.test(next);
  const label = email === email.toUpperCase() ? /^\.?[\p{L}\p{N}-]{2,}/u : /^\.?\p{Ll}[\p{Ll}\p{N}-]/u;
  return hasDot && label.test(next);
}

function mayHoldID(text: string): boolean {
  return text.length >= 32 && /[0-9a-f]{32}/i.test(text);
}

const nowhere: ReadonlySet<number> = new Set();

const brackets: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Where a bracket without its partner stands between two characters of a word: what is beside it is a piece. */
function tornAt(text: string): ReadonlySet<number> {
  if (!/[()[\]{}<>]/.test(text)) return nowhere;
  const open: { readonly index: number; readonly closing: string }[] = [];
  const torn = new Set<number>();
  const note = (index: number) => {
    if (/^[^\s<>()[\]{},;:|].[^\s<>()[\]{},;:|]$/u.test(text.slice(index - 1, index + 2))) torn.add(index);
  };
  for (const { 0: bracket, index } of text.matchAll(/[()[\]{}<>]/g)) {
    const closing = brackets[bracket];
    if (closing !== undefined) open.push({ index, closing });
    else if (open.at(-1)?.closing === bracket) open.pop();
    else note(index);
  }
  for (const { index } of open) note(index);
  return torn;
}

/** Several emails may follow each other without blanks; then each part must be one. */
function identifiersOfToken(word: string): readonly Identifier[] {
  if (word.length < 32 && !word.includes("@")) return nothing;
  const [address = "", ...query] = word.includes("@") ? queryParts(word) : [word];
  const bare = trimmed(address);
  const whole = identifierOf(bare);
  if (whole) return [whole, ...query.flatMap((part) => identifierOf(trimmed(part)) ?? [])];
  if (bare.includes("://")) return bare.split(/[/?#&=]/).flatMap((part) => (idPattern.test(part) ? idOf(part) : []));
  const parts = bare.split(separators).map(trimmed).filter(Boolean);
  const each = parts.map(identifierOf);
  return each.every((one) => one !== undefined) ? each : [];
}

/** `bo@example.com?subject=x` is an email and what a mail program is to do with it. */
function queryParts(word: string): string[] {
  const at = word.indexOf("?", word.indexOf("@"));
  return at < 0 ? [word] : [word.slice(0, at), ...word.slice(at + 1).split(/[?&=]/)];
}

function identifierOf(part: string): Identifier | undefined {
  if (idPattern.test(part)) return idOf(part);
  const text = part.replace(scheme, "");
  if (text.length > longestEmail) return undefined;
  const [name = "", host = "", ...more] = text.split("@");
  return more.length === 0 && local.test(name) && domain.test(host) ? { kind: "email", text } : undefined;
}

function idOf(text: string): Identifier {
  return { kind: "ID", text: text.toLowerCase() };
}

/** Without the punctuation, quotes and check marks around it. */
export function trimmed(part: string): string {
  return part.trim().replace(opening, "").replace(closing, "");
}
