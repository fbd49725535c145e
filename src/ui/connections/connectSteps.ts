import * as vscode from "vscode";
import { strangerAt } from "../../domain/addressCheck";
import { parseAddress } from "../../domain/address";
import type { Connection, SignInWay } from "../../domain/connection";
import { parseRedirectAddress, relayPage } from "../../domain/redirectAddress";
import type { SignedIn } from "../../domain/signIn";
import { mayBeKey } from "../../workfront/credential";
import { back, type Answer, type Place } from "../editor/answer";
import { runCommand } from "../editor/commands";
import { askForText } from "../editor/input";
import type { Log } from "../editor/log";
import { pick, type Item } from "../editor/pick";
import type { Settings } from "../editor/settings";
import type { Step } from "../editor/steps";
import { explain, Explanation } from "../words/failures";
import { placeOfHost } from "../words/place";
import { explainAddress, explainSecret, explainStranger } from "./explainConnecting";
import { createTransport } from "./session";

/** What is known of a connection that is being made: given to begin with, or answered. */
export interface Known {
  /** An address that was given and is still to be checked. */
  readonly address?: string | undefined;
  /** Scheme, host and port that were checked, or worked before. */
  readonly origin?: string | undefined;
  readonly way?: SignInWay | undefined;
  readonly clientId?: string | undefined;
  readonly redirectAddress?: string | undefined;
  /** Whether the organization's own address is to be typed. */
  readonly hasOwnRedirect?: boolean;
  readonly username?: string | undefined;
  /** A secret that was given: tried once, instead of asking. */
  readonly secret?: string | undefined;
  readonly signedIn?: SignedIn | undefined;
  /** Whether the person went back to before the first question, to choose another way to sign in. */
  readonly startsOver?: boolean;
}

export interface ConnectStepParts {
  readonly all: readonly Connection[];
  readonly settings: Settings;
  readonly log: Log;
  /** The address of this editor itself. */
  readonly editorAddress: string;
  readonly signIn: (known: Known, secret: string, signal?: AbortSignal) => Promise<SignedIn>;
}

/** The questions of a connection, of which those are asked whose answers were not given. */
export function connectSteps(given: Known, parts: ConnectStepParts): Step<Known>[] {
  const usesBrowser = ({ way }: Known) => way === "oauth";
  const steps: Step<Known>[] = [
    { isNeeded: () => given.origin === undefined, ask: (known, place) => askAddress(known, place, parts) },
    { isNeeded: () => given.way === undefined, ask: askWay },
    {
      isNeeded: (known) => usesBrowser(known) && given.clientId === undefined,
      ask: (known, place) => askClientID(known, place, parts),
    },
    {
      isNeeded: (known) => usesBrowser(known) && given.redirectAddress === undefined,
      ask: (known, place) => askRedirect(known, place, parts),
    },
    { isNeeded: (known) => usesBrowser(known) && known.hasOwnRedirect === true, ask: askOwnRedirect },
    { isNeeded: ({ way }) => way === "password" && given.username === undefined, ask: askUsername },
    {
      isNeeded: (known) => !usesBrowser(known),
      ask: (known, place) => askSecret(known, place, parts),
    },
  ];
  return steps.map((step) => (given.way === undefined ? step : withWayBack(step)));
}

/** Lets the first question lead back to the ways to sign in, for whoever was led to one that no longer works. */
function withWayBack({ isNeeded, ask }: Step<Known>): Step<Known> {
  return {
    isNeeded: (known) => !known.startsOver && (isNeeded?.(known) ?? true),
    ask: async (known, place) => {
      const answer = await ask(known, { ...place, canGoBack: true });
      return answer === back && !place.canGoBack ? { startsOver: true } : answer;
    },
  };
}

/** The answer as the part of what is known that it decides. */
function as<N extends keyof Known>(name: N, answer: Answer<Known[N]>): Answer<Partial<Known>> {
  return answer === undefined || answer === back ? answer : { [name]: answer };
}

async function askAddress(known: Known, place: Place, { settings, log }: ConnectStepParts) {
  /** An address at which somebody else answered, and of which that was told. */
  let told: string | undefined;
  const accept = async (text: string, signal?: AbortSignal) => {
    const address = parseAddress(text);
    if ("problem" in address) throw new Explanation(explainAddress(address.problem));
    if (told === address.origin) return address.origin;
    const transport = createTransport(address.origin, settings, log);
    try {
      const stranger = await strangerAt(transport, signal);
      if (!stranger) return address.origin;
      told = address.origin;
      throw new Explanation(explainStranger(stranger));
    } finally {
      transport.dispose();
    }
  };
  const given = known.origin ?? known.address;
  let problem: string | undefined;
  if (known.origin === undefined && given !== undefined)
    try {
      return { origin: await accept(given) };
    } catch (error) {
      problem = explain(error);
    }
  const answer = await askForText<string>({
    ...place,
    title: vscode.l10n.t("Connect to Workfront"),
    placeholder: vscode.l10n.t("acme, acme.my.workfront.com, or any address of your Workfront in the browser"),
    prompt: vscode.l10n.t("The address of your Workfront. You find it under Setup > System > Customer Info."),
    value: given,
    problem,
    check: (text) => {
      const address = parseAddress(text);
      return "problem" in address ? explainAddress(address.problem) : undefined;
    },
    accept,
    explainProblem: explain,
  });
  return as("origin", answer);
}

async function askWay(known: Known, place: Place) {
  const rows: readonly Item<SignInWay>[] = [
    {
      value: "oauth",
      label: vscode.l10n.t("Sign in with Adobe Workfront (OAuth 2)"),
      detail: vscode.l10n.t(
        "In the browser, with the client ID of an OAuth2 application. Workfront recommends this way.",
      ),
    },
    {
      value: "apiKey",
      label: vscode.l10n.t("Paste an API key"),
      detail: vscode.l10n.t("For administrators, who find their key under Setup > System > Customer Info."),
    },
    {
      value: "password",
      label: vscode.l10n.t("Get an API key with username and password"),
      detail: vscode.l10n.t("Gets the key you have, or generates your first one. Few organizations still offer this."),
    },
  ];
  const placeholder = vscode.l10n.t("Choose how to sign in");
  return as("way", await pick({ ...place, title: titleFor(known), placeholder, rows, staysOpen: true }));
}

/** The connection that signed in to the same host through the browser before. */
function earlier({ origin }: Known, { all }: ConnectStepParts): Connection | undefined {
  return all.find((connection) => connection.origin === origin && connection.clientId !== undefined);
}

async function askClientID(known: Known, place: Place, parts: ConnectStepParts) {
  const answer = await askForText<string>({
    ...place,
    title: titleFor(known),
    placeholder: vscode.l10n.t("Client ID"),
    prompt: vscode.l10n.t(
      "The client ID of the OAuth2 application (Single-page web application) that an administrator created under Setup > System > OAuth2 Applications",
    ),
    buttons: [
      {
        icon: "copy",
        tooltip: vscode.l10n.t("Copy the Redirect Address"),
        press: () => runCommand("copyRedirectAddress"),
      },
    ],
    value: known.clientId ?? earlier(known, parts)?.clientId,
    check: (text) => (/^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t("Paste the client ID, without spaces.")),
    accept: (text) => text.trim(),
    explainProblem: explain,
  });
  return as("clientId", answer);
}

/** The addresses that a person can choose from, and what speaks for each. */
export function redirectRows(editorAddress: string): Item<string>[] {
  return [
    {
      value: relayPage,
      label: relayPage,
      detail: vscode.l10n.t("Microsoft's page for sign-ins from VS Code. It returns you to the editor."),
    },
    {
      value: editorAddress,
      label: editorAddress,
      detail: vscode.l10n.t("Returns you directly. Only where Workfront accepts addresses without https."),
    },
  ];
}

async function askRedirect(known: Known, place: Place, parts: ConnectStepParts): Promise<Answer<Partial<Known>>> {
  const before = known.redirectAddress ?? earlier(known, parts)?.redirectAddress;
  const rows = redirectRows(parts.editorAddress);
  const isOwn = before !== undefined && !rows.some(({ value }) => value === before);
  const own: Item<"own"> = {
    value: "own",
    label: vscode.l10n.t("Another https address of your organization…"),
    detail: vscode.l10n.t("You paste the address that the browser shows at the end."),
    picked: isOwn,
  };
  const answer = await pick<string>({
    ...place,
    title: titleFor(known),
    placeholder: vscode.l10n.t("Choose the redirect address that the OAuth2 application lists"),
    rows: [...rows.map((row) => ({ ...row, picked: row.value === before })), own],
    staysOpen: true,
  });
  if (answer === undefined || answer === back) return answer;
  if (answer !== "own") return { redirectAddress: answer, hasOwnRedirect: false };
  return { redirectAddress: isOwn ? before : undefined, hasOwnRedirect: true };
}

async function askOwnRedirect(known: Known, place: Place) {
  const answer = await askForText<string>({
    ...place,
    title: titleFor(known),
    placeholder: "https://intranet.example.com/workfront",
    prompt: vscode.l10n.t("The redirect address, exactly as the OAuth2 application lists it"),
    value: known.redirectAddress,
    check: (text) =>
      parseRedirectAddress(text) === undefined
        ? vscode.l10n.t("Enter an address that begins with https:// and has no # in it.")
        : undefined,
    accept: (text) => parseRedirectAddress(text) ?? "",
    explainProblem: explain,
  });
  return as("redirectAddress", answer);
}

async function askUsername(known: Known, place: Place) {
  const answer = await askForText<string>({
    ...place,
    title: titleFor(known),
    placeholder: vscode.l10n.t("Username"),
    prompt: vscode.l10n.t("Your Workfront username. In most organizations it is your email address."),
    value: known.username,
    check: (text) => (text.trim() ? undefined : vscode.l10n.t("Enter your username.")),
    accept: (text) => text.trim(),
    explainProblem: explain,
  });
  return as("username", answer);
}

async function askSecret(known: Known, place: Place, { signIn, log }: ConnectStepParts) {
  const { secret, way } = known;
  const isKey = way === "apiKey";
  const check = (text: string) => problemWithSecret(isKey ? text.trim() : text, isKey);
  const accept = (text: string, signal?: AbortSignal) => signIn(known, isKey ? text.trim() : text, signal);
  const explainProblem = (error: unknown) => {
    log.error(error);
    return explainSecret(error, hostIn(known), way);
  };
  let problem: string | undefined;
  if (secret !== undefined)
    try {
      problem = check(secret);
      if (problem === undefined) return { signedIn: await accept(secret), secret: undefined };
    } catch (error) {
      problem = explainProblem(error);
    }
  const answer = await askForText<SignedIn>({
    ...place,
    title: titleFor(known),
    placeholder: isKey ? vscode.l10n.t("API key") : vscode.l10n.t("Password"),
    prompt: isKey
      ? vscode.l10n.t(
          "Your API key, from Setup > System > Customer Info in Workfront. It is checked before it is kept.",
        )
      : vscode.l10n.t("Used once to get your API key from Workfront, and not kept."),
    password: true,
    problem,
    check,
    accept,
    explainProblem,
  });
  return answer === undefined || answer === back ? answer : { signedIn: answer, secret: undefined };
}

function problemWithSecret(text: string, isKey: boolean): string | undefined {
  if (!text.trim()) return isKey ? vscode.l10n.t("Paste the API key.") : vscode.l10n.t("Enter the password.");
  if (!isKey || mayBeKey(text)) return undefined;
  return vscode.l10n.t(
    "This contains spaces, line breaks, or other characters that no API key has. Copy the key again, and nothing else.",
  );
}

function hostIn({ origin = "" }: Known): string {
  return new URL(origin).host;
}

function titleFor(known: Known): string {
  return vscode.l10n.t("Connect to {0}", placeOfHost(hostIn(known)));
}
