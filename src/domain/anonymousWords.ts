import { hideSecrets } from "../workfront/secrets";

/** Words that begin a sentence of a server, or stand in the title of an error page: nobody's name. */
const ordinary = new Set(
  `a access action are can again allowed an and api apimodel attempt authentication authorization bad blocked cannot content
  count custom date denied do does down entity error errors exception expired failed failure field fields filter firewall for
  forbidden found gateway group html http https id ids in internal invalid is isn't it json large later limit log login long
  maintenance many maximum method missing no not object objects of on only operation operations or order page parameter
  parameters payload permission please policy proxy query rejected report request requested requests required resource
  response search security server service session sign site something sorry sort sql support temporarily that the this
  timeout to too try type unable unauthorized unavailable unexpected unknown unsupported up uri url user users validation
  value values version was we web workfront adobe xml you your`.split(/\s+/),
);

/** What Workfront calls its types of objects, in the words with which it declines a field. */
const types = new Set(
  `User Task OpTask Issue Project Template Portfolio Program Team Group UserGroups UserApproval AwaitingApproval Approval
  Document DocumentApproval Timesheet TimesheetProfile Report PortalSection ScheduledReport RoutingRule Company
  AccessLevel Role Assignment Customer`.split(/\s+/),
);

const quotation = /"[^"]*"|“[^”]*”|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu;

/** A word with all that may stand inside a name, an address or an encoded text. */
const word = /[\p{L}\p{M}\p{N}_$]+(?:[.:@%&+=/\\'’_$-]+[\p{L}\p{M}\p{N}_$]+)*/gu;

/**
 * The words of a server without what could name somebody: what is known of the signed-in user, in whatever encoding, and
 * all that is neither ordinary language nor the request's own. Small letters alone count as ordinary language.
 * @param own texts of the signed-in user.
 * @param form the request, without values.
 */
export function anonymous(words: string, own: readonly string[], form: string): string {
  // Short texts are parts of ordinary words, and count as whole words alone.
  const short = new Set(own.filter((text) => text.length < 4).map((text) => text.toLowerCase()));
  const known = new Set(form.match(/[\p{L}\p{N}_$]+/gu));
  const isOrdinary = (text: string) => (known.has(text) || isLanguage(text)) && !short.has(text.toLowerCase());
  const long = own.filter((text) => text.length >= 4);
  return hideSecrets(words, long)
    .replaceAll(quotation, (text) => (known.has(text.slice(1, -1)) ? text : "…"))
    .replaceAll(/\S*(?:&#?\w+;|%[0-9a-f]{2})\S*/gi, "…")
    .replaceAll(word, (text) => (text.split(/[:/]/).every(isOrdinary) ? text : "…"))
    .replaceAll(/…(?:\s*…)+/g, "…");
}

function isLanguage(text: string): boolean {
  return (
    /^(?:[a-z]+(?:n't|'s)?|\d{1,4}|[vV]\d+[._]\d+)$/.test(text) || ordinary.has(text.toLowerCase()) || types.has(text)
  );
}
