/** What is shorter is part of ordinary words, and cannot be taken out of them. */
const shortest = 4;

const namedEntities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/**
 * Takes secrets out of words of a host, which may repeat what it was sent: as they are, percent-encoded or in HTML (once
 * or twice), as in a form, in JSON, in hexadecimal digits and in Base64, each character in any of these.
 * @returns nothing of them where a secret has fewer than 4 characters, because it may be a part of every word.
 */
export function hideSecrets(words: string, secrets: readonly string[]): string {
  const given = secrets.filter((secret) => secret !== "");
  if (given.some((secret) => secret.length < shortest)) return "";
  return given.reduce((text, secret) => text.replaceAll(patternOf(secret), "…"), words);
}

function patternOf(secret: string): RegExp {
  const escaped = Array.from(secret, escapedForms).join("");
  // Without half a character, which percent-encoding does not know.
  const whole = Buffer.from(secret).toString();
  const texts = new Set([secret, encodeURIComponent(whole)]);
  const encoded = [bytesOf(secret).map(hex).join(""), ...[...texts].flatMap(base64Forms)];
  return new RegExp([escaped, ...encoded].join("|"), "gi");
}

/** One character in every way in which an address, a form, JSON or HTML may write it. */
function escapedForms(character: string): string {
  const percent = bytesOf(character).map((byte) => `%(?:25)?${hex(byte)}`);
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const json = units.map((unit) => String.raw`\\u${unit.toString(16).padStart(4, "0")}`);
  const bytes = bytesOf(character).map((byte) => String.raw`\\x${hex(byte)}`);
  const point = character.codePointAt(0) ?? 0;
  const entity = namedEntities[character];
  // The longer forms first: a backslash alone is the beginning of others.
  const forms = [
    percent.join(""),
    json.join(""),
    bytes.join(""),
    literally(JSON.stringify(character).slice(1, -1)),
    `&(?:amp;)?#0*${point};`,
    `&(?:amp;)?#x0*${point.toString(16)};`,
    ...(entity ? [`&(?:amp;)?${entity};`] : []),
    ...(character === " " ? [String.raw`\+`] : []),
    String.raw`\\?${literally(character)}`,
  ];
  return `(?:${forms.join("|")})`;
}

const plus = "(?:[+-]|%(?:25)?2b)";
const slash = String.raw`(?:\\?\/|_|%(?:25)?2f)`;

/** Digits of Base64 that addresses and JSON write in other ways. */
const base64Digits: Readonly<Record<string, string>> = { "+": plus, "/": slash };

/** The characters of Base64 that depend on the secret alone, wherever it begins in what was encoded. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString("base64");
    const sure = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + Buffer.byteLength(secret)) * 8) / 6));
    const form = Array.from(sure, (digit) => base64Digits[digit] ?? literally(digit));
    if (form.length < shortest) return [];
    const any = `(?:[A-Za-z0-9_-]|${plus}|${slash})`;
    return [`${any}?${form.join("")}${any}{0,2}(?:=|%(?:25)?3d)*`];
  });
}

function bytesOf(text: string): number[] {
  return [...Buffer.from(text)];
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
