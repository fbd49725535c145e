import { invalid } from "./answer";

/** The organization's time zone. Constant, so that results do not depend on the machine. */
const zone = { text: "-0600", milliseconds: -6 * 3_600_000 };
const day = 86_400_000;

/** `2026-03-24T17:00:00:000-0600`: the form in the official client's fixtures, with a colon before the milliseconds. */
export function formatDate(moment: number): string {
  const local = new Date(moment + zone.milliseconds).toISOString();
  return `${local.slice(0, 19)}:${local.slice(20, 23)}${zone.text}`;
}

/** The part of time that a date in a filter stands for; `end` is exclusive. Equal to `start` + 1 where a time of day was given. */
export interface DateRange {
  readonly start: number;
  readonly end: number;
}

const ownForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d):(\d{3})([+-]\d\d)(\d\d)$/;
const dayOnly = /^\d{4}-\d\d-\d\d$/;
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const wildcard = /^\$\$(TODAY|NOW)(?:([be])([wmqy]))?(?:([+-])(\d+)([hdwmqy]))?$/;

/**
 * Reads a date in a filter: `YYYY-MM-DD`, ISO, Workfront's own form, or `$$TODAY` and `$$NOW` with their arithmetic.
 * Which zone "today" is in is not documented for filters: here the organization's, as for a day without a time.
 */
export function parseDate(text: string, now = Date.now()): DateRange {
  const words = wildcard.exec(text);
  if (words) return relativeDate(words, now);
  if (dayOnly.test(text)) {
    const start = Date.parse(`${text}T00:00:00Z`) - zone.milliseconds;
    return checked(text, start, start + day);
  }
  const own = ownForm.exec(text);
  if (own) return instant(text, Date.parse(`${own[1] ?? ""}.${own[2] ?? ""}${own[3] ?? ""}:${own[4] ?? ""}`));
  if (!iso.test(text)) throw invalid(`Unparseable date: "${text}"`);
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : `${text}-06:00`;
  return instant(text, Date.parse(zoned));
}

/** The whole day, in the organization's zone, in which a moment lies. */
export function dayOf(moment: number): DateRange {
  const start = startOfDay(moment);
  return { start, end: start + day };
}

function startOfDay(moment: number): number {
  return Math.floor((moment + zone.milliseconds) / day) * day - zone.milliseconds;
}

function instant(text: string, moment: number): DateRange {
  return checked(text, moment, moment + 1);
}

function checked(text: string, start: number, end: number): DateRange {
  if (Number.isNaN(start)) throw invalid(`Unparseable date: "${text}"`);
  return { start, end };
}

function relativeDate(words: RegExpExecArray, now: number): DateRange {
  const [, base, edge, period, sign, amount, unit] = words;
  let moment = base === "TODAY" ? startOfDay(now) : now;
  if (edge && period) moment = edgeOf(edge, period, moment);
  if (unit) moment = shifted(moment, Number(amount) * (sign === "-" ? -1 : 1), unit);
  return base === "TODAY" && unit !== "h" ? { start: moment, end: moment + day } : { start: moment, end: moment + 1 };
}

/** First (`b`) or last (`e`) day of the week, month, quarter or year in which a moment lies. */
function edgeOf(edge: string, period: string, moment: number): number {
  const local = new Date(startOfDay(moment) + zone.milliseconds);
  if (period === "w") local.setUTCDate(local.getUTCDate() - local.getUTCDay());
  else local.setUTCDate(1);
  if (period === "q") local.setUTCMonth(local.getUTCMonth() - (local.getUTCMonth() % 3));
  if (period === "y") local.setUTCMonth(0);
  const first = local.getTime() - zone.milliseconds;
  return edge === "b" ? first : shifted(first, 1, period) - day;
}

function shifted(moment: number, amount: number, unit: string): number {
  if (unit === "h") return moment + amount * 3_600_000;
  if (unit === "d") return moment + amount * day;
  if (unit === "w") return moment + amount * 7 * day;
  const months = { m: 1, q: 3, y: 12 }[unit] ?? 0;
  const local = new Date(moment + zone.milliseconds);
  local.setUTCMonth(local.getUTCMonth() + amount * months);
  return local.getTime() - zone.milliseconds;
}
