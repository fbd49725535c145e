import { invalid } from "./answer";
import { dayOf, parseDate } from "./dates";
import type { Value } from "./directory";
import type { FieldType } from "./schema";

type Test = (value: Value) => boolean;

const lower = (text: string) => text.toLowerCase();

/**
 * The meaning of `_Mod`, after the official client's constants. `ne`, `notin` and `notcontains` include null, `nee` does
 * not. Text is compared with regard to case unless the modifier begins with `ci` or `cine`. `startswith` is documented
 * both ways; here it regards case. Modifiers that nobody needs here (`soundex`, `bitwise…`, `length_…`, `allof`) are
 * refused.
 */
export function comparison(type: FieldType, modifier: string, values: readonly string[], upper?: string): Test {
  const nullness = nullTests[modifier];
  if (nullness) return nullness;
  if (type === "d") return dateTest(modifier, values, upper);
  if (type === "b") return booleanTest(modifier, values);
  if (type === "n" || type === "i") return numberTest(modifier, values, upper);
  return textTest(modifier, values, upper);
}

const nullTests: Readonly<Record<string, Test>> = {
  isnull: (value) => value === null,
  notnull: (value) => value !== null,
  isblank: (value) => value === null || value === "",
  notblank: (value) => value !== null && value !== "",
};

function unknownModifier(modifier: string): never {
  throw invalid(`Invalid modifier: ${modifier}`);
}

/** Tests that need only an order: `bounds` says where a value lies beside the first value, `within` whether inside a range. */
function orderTest(modifier: string, side: (value: Value) => number, within: () => Test): Test | undefined {
  switch (modifier) {
    case "lt":
      return (value) => value !== null && side(value) < 0;
    case "lte":
      return (value) => value !== null && side(value) <= 0;
    case "gt":
      return (value) => value !== null && side(value) > 0;
    case "gte":
      return (value) => value !== null && side(value) >= 0;
    case "between":
    case "cibetween":
      return within();
    case "notbetween": {
      const inside = within();
      return (value) => value !== null && !inside(value);
    }
    default:
      return undefined;
  }
}

/** Tests for equality with one of several values. */
function equalityTest(modifier: string, isOne: Test): Test | undefined {
  switch (modifier) {
    case "eq":
    case "in":
    case "cieq":
    case "ciin":
      return isOne;
    case "ne":
    case "cine":
    case "notin":
    case "cinotin":
      return (value) => !isOne(value);
    case "nee":
      return (value) => value !== null && !isOne(value);
    default:
      return undefined;
  }
}

/** A date without a time, and every date under `eq`, stands for its whole day. */
function dateTest(modifier: string, values: readonly string[], upper?: string): Test {
  const ranges = values.map((value) => parseDate(value));
  const days = ranges.map((range) => (range.end - range.start > 1 ? range : dayOf(range.start)));
  const first = ranges[0] ?? { start: 0, end: 0 };
  const side = (value: Value) => (Number(value) < first.start ? -1 : Number(value) < first.end ? 0 : 1);
  const within = (): Test => {
    if (upper === undefined) throw invalid("between needs an upper bound");
    const { end } = parseDate(upper);
    return (value) => value !== null && Number(value) >= first.start && Number(value) < end;
  };
  const isOne: Test = (value) =>
    value !== null && days.some(({ start, end }) => Number(value) >= start && Number(value) < end);
  return orderTest(modifier, side, within) ?? equalityTest(modifier, isOne) ?? unknownModifier(modifier);
}

function booleanTest(modifier: string, values: readonly string[]): Test {
  const wished = values.map((value) => {
    if (value !== "true" && value !== "false") throw invalid(`Invalid boolean value "${value}"`);
    return value === "true";
  });
  return equalityTest(modifier, (value) => wished.includes(value as boolean)) ?? unknownModifier(modifier);
}

function numberTest(modifier: string, values: readonly string[], upper?: string): Test {
  const numbers = [...values, upper ?? "0"].map((value) => {
    const number = Number(value);
    if (value.trim() === "" || Number.isNaN(number)) throw invalid(`Invalid number "${value}"`);
    return number;
  });
  const top = numbers.pop() ?? 0;
  const first = numbers[0] ?? 0;
  const within = (): Test => (value) => value !== null && Number(value) >= first && Number(value) <= top;
  const isOne: Test = (value) => numbers.includes(value as number);
  const side = (value: Value) => Number(value) - first;
  return orderTest(modifier, side, within) ?? equalityTest(modifier, isOne) ?? unknownModifier(modifier);
}

function textTest(modifier: string, values: readonly string[], upper?: string): Test {
  const first = values[0] ?? "";
  const ignoresCase = modifier.startsWith("ci");
  const fold = ignoresCase ? lower : (text: string) => text;
  const wished = new Set(values.map(fold));
  const side = (value: Value) => (String(value) < first ? -1 : String(value) > first ? 1 : 0);
  const within = (): Test => {
    if (upper === undefined) throw invalid("between needs an upper bound");
    return (value) => value !== null && fold(String(value)) >= fold(first) && fold(String(value)) <= fold(upper);
  };
  const isOne: Test = (value) => value !== null && wished.has(fold(String(value)));
  return (
    orderTest(modifier, side, within) ??
    equalityTest(modifier, isOne) ??
    partTest(modifier, first) ??
    unknownModifier(modifier)
  );
}

/** Tests that look for the value, or its words, inside a text. */
function partTest(modifier: string, value: string): Test | undefined {
  const words = value.split(/\s+/).filter((word) => word !== "");
  switch (modifier) {
    case "contains":
    case "cicontains":
      return finds(escaped(value), modifier);
    case "notcontains":
      return not(finds(escaped(value), ""));
    case "cinotcontains":
      return not(finds(escaped(value), "ci"));
    case "cicontainsany":
      return finds(words.map(escaped).join("|"), modifier);
    case "cinotcontainsany":
      return not(finds(words.map(escaped).join("|"), "ci"));
    case "cicontainsall": {
      const tests = words.map((word) => finds(escaped(word), "ci"));
      return (text) => tests.every((test) => test(text));
    }
    case "cinotcontainsall": {
      const tests = words.map((word) => finds(escaped(word), "ci"));
      return (text) => !tests.every((test) => test(text));
    }
    case "startswith":
    case "cistartswith":
      return finds(`^${escaped(value)}`, modifier);
    case "endswith":
    case "ciendswith":
      return finds(`${escaped(value)}$`, modifier);
    case "like":
    case "cilike":
      return finds(`^${escaped(value).replaceAll("%", ".*").replaceAll("_", ".")}$`, modifier);
    default:
      return undefined;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function finds(pattern: string, modifier: string): Test {
  const expression = new RegExp(pattern, modifier.startsWith("ci") ? "isu" : "su");
  return (value) => value !== null && expression.test(String(value));
}

function not(test: Test): Test {
  return (value) => !test(value);
}
