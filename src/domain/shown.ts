/**
 * Text from outside as it is shown: exactly, and never able to turn, hide or forge the text around it. What is compared,
 * searched, copied or sent is the text itself, never what these functions return.
 */

/** How many characters of one text are shown where nothing else is said. */
const usual = 300;

/**
 * Characters that nobody sees but that change what is seen. Joiners stay, because names in Persian and Hindi need them,
 * and so do the selectors of variants of emoji and Japanese characters.
 */
const hidden =
  /(?![\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Words in a script that runs from right to left. */
const turning = (() => {
  const letter = "[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefe\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]";
  const word = `${letter}(?:${letter}|\\p{M}|[\\u200c\\u200d])*`;
  return `${word}(?:[ .'’"-]+${word})*`;
})();
const turningWords = new RegExp(turning, "gu");
const isolatedWords = new RegExp(`\\u2068(${turning})\\u2069`, "gu");

/**
 * A text as it may stand anywhere on one line. Hidden characters become visible (`[U+202E]`), words that run from right
 * to left are isolated, and a long text is cut in its middle. Showing a shown text again changes nothing.
 * @param most characters of the text that are shown.
 */
export function shown(text: string, most = usual): string {
  return visible(cut(text, most).replace(isolatedWords, "$1")).replace(turningWords, "\u2068$&\u2069");
}

/** The text with its hidden characters made visible, for whoever reads it without seeing it: a program, a model. */
export function visible(text: string): string {
  return text.replace(hidden, named);
}

/** The same where `[label](target)` becomes a link: in notifications and below input boxes. */
export function shownWhereLinksWork(text: string, most = usual): string {
  // An invisible word joiner between the two parts prevents the link.
  return shown(text, most).replaceAll("](", "]\u2060(");
}

/** The same where `$(name)` becomes an icon: in quick picks and in the status bar. */
export function shownWhereIconsWork(text: string, most = usual): string {
  return shown(text, most).replaceAll(/\$\((?=[A-Za-z0-9-]+(~[A-Za-z]+)?\))/g, "\\$(");
}

/** A text that is too long without its middle, in place of which it has an ellipsis. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const [head, tail] = [Math.ceil((most * 2) / 3), Math.floor(most / 3)];
  // Half of a surrogate pair is no character.
  const start = text.slice(0, head).replace(/[\ud800-\udbff]$/, "");
  return `${start}…${text.slice(-tail).replace(/^[\udc00-\udfff]/, "")}`;
}

/** A character by its number in Unicode, such as `[U+202E]`. */
export function named(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
