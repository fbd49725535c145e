import { isPreviewHost } from "./address";
import type { CheckedForm, ConnectionCheck } from "./connectionCheck";
import type { Connection } from "./connection";
import { shown } from "./shown";

/** What of the program and the connection a reader of the report needs to know. */
export interface Surroundings {
  readonly connection: Pick<Connection, "origin" | "way" | "readOnly">;
  /** The API version in use, and how it was chosen. */
  readonly version: string;
  readonly isVersionFixed: boolean;
  readonly concurrency: number;
  readonly extensionVersion: string;
  readonly editorVersion: string;
}

const results: Readonly<Record<CheckedForm["result"], string>> = {
  works: "works",
  declined: "declined",
  notAllowed: "not allowed",
  unknown: "unknown",
};

const ways: Readonly<Record<Connection["way"], string>> = {
  oauth: "OAuth 2",
  apiKey: "API key, pasted",
  password: "API key, got with username and password",
};

/**
 * The report as Markdown. In English in every language of the editor, because it is meant to be sent to those who make
 * this extension. Holds no name, email, key or ID, and no host.
 */
export function connectionReport(check: ConnectionCheck, around: Surroundings): string {
  const { forms } = check;
  const count = (result: CheckedForm["result"]) => forms.filter((form) => form.result === result).length;
  return [
    "# Check Connection",
    "",
    "What this Workfront accepts of what Workfront Users relies on. Nothing was changed. The report names no host, person, key or ID.",
    "",
    `**${count("works")} of ${forms.length} request forms work**, ${count("declined")} declined, ${count("notAllowed")} not allowed, ${count("unknown")} unknown.`,
    "",
    ...facts(check, around).map(([name, value]) => `- ${name}: ${value}`),
    "",
    // The request is last, because it is as wide as it is.
    "| Used for | Result | Workfront says | Instead | Request |",
    "| --- | --- | --- | --- | --- |",
    ...forms.map(line),
    "",
  ].join("\n");
}

function facts(check: ConnectionCheck, around: Surroundings): [name: string, value: string][] {
  const { connection, version, isVersionFixed, concurrency } = around;
  const { served, isAdministrator, medianMilliseconds, requests } = check;
  return [
    ["Host", hostKind(connection.origin)],
    ["API version", `${version} (${isVersionFixed ? "fixed by a setting" : "chosen automatically"})`],
    ["Versions served", served?.join(", ") || "unknown: the server does not tell"],
    ["Sign-in", ways[connection.way]],
    [
      "Signed-in user",
      isAdministrator === undefined ? "rights unknown" : isAdministrator ? "administrator" : "no administrator",
    ],
    ["Changes", connection.readOnly ? "refused: the connection is read-only" : "allowed"],
    ["Requests at once", `at most ${concurrency}; this check sent ${requests}, one after another`],
    ["Median answer time", medianMilliseconds === undefined ? "unknown" : `${Math.round(medianMilliseconds)} ms`],
    ["Workfront Users", around.extensionVersion],
    ["Visual Studio Code", around.editorVersion],
  ];
}

function hostKind(origin: string): string {
  const { host, hostname } = new URL(origin);
  const isUnified = hostname.endsWith(".workfront.adobe.com");
  const kind = isPreviewHost(host) ? (/\.sb0\d\./.test(hostname) ? "sandbox" : "preview") : "production";
  if (!hostname.includes(".workfront.")) return "this computer";
  return `${kind}, ${isUnified ? "workfront.adobe.com" : "workfront.com"}`;
}

function line({ use, form, result, words, instead }: CheckedForm): string {
  const cells = [use, results[result], words ? code(words) : "", result === "works" ? "" : instead, code(form)];
  return `| ${cells.join(" | ")} |`;
}

/** As it is, whatever characters it has. */
function code(text: string): string {
  return `\`${shown(text, 600).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
