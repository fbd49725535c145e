import * as vscode from "vscode";
import * as v from "valibot";
import { isPreviewHost, parseAddress } from "../../domain/address";
import { hostOf, type Connection, type SignInWay } from "../../domain/connection";
import { displayName } from "../../domain/user";
import { back, type Answer } from "../editor/answer";
import { runCommand } from "../editor/commands";
import { askForText, type InputButton } from "../editor/input";
import { pick } from "../editor/pick";
import { explain, Explanation } from "../words/failures";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { tell } from "../editor/tell";
import type { Connections } from "./connections";
import { explainAddress, explainSecret } from "./explainConnecting";
import { createTransport } from "./session";
import { signInWithKey, signInWithPassword, type SignedIn } from "../../domain/signIn";

/** What automation may give; what is missing is asked for. */
const argumentSchema = v.object({
  url: v.optional(v.string()),
  way: v.optional(v.picklist(["oauth", "apiKey", "password"])),
  secret: v.optional(v.string()),
  username: v.optional(v.string()),
  clientId: v.optional(v.string()),
  /** Signs in to the current connection again: only the secret is asked for. */
  again: v.optional(v.boolean()),
});

interface Answers {
  origin?: string;
  way?: SignInWay;
  username?: string;
  clientId?: string;
  /** A secret that automation gave: tried once, instead of asking. */
  secret?: string | undefined;
  signedIn?: SignedIn;
}

type Step = "address" | "way" | "clientId" | "username" | "secret";

export interface ConnectDialogParts {
  readonly connections: Connections;
  readonly settings: Settings;
  readonly log: Log;
  /** Signs in through the browser, and keeps the connection that comes of it. */
  readonly signInThroughBrowser: (origin: string, clientId: string) => Promise<void>;
  /** Where an OAuth2 application sends the browser back to. */
  readonly redirectAddress: string;
}

/** Asks for an address, a way to sign in and the secret, checks them against the server, and only then keeps them. */
export class ConnectDialog {
  constructor(private readonly parts: ConnectDialogParts) {}

  async run(argument: unknown): Promise<void> {
    const given = v.safeParse(argumentSchema, argument ?? {});
    if (!given.success)
      throw new Explanation(
        vscode.l10n.t(
          "Connect… takes url, way (oauth, apiKey or password), clientId, secret and username, all of them text or left out.",
        ),
      );
    const current = given.output.again ? this.parts.connections.current : undefined;
    const complete = await this.#ask(known(given.output, current));
    if (complete?.way === "oauth")
      await this.parts.signInThroughBrowser(complete.origin ?? "", complete.clientId ?? "");
    else if (complete) await this.#keep(complete);
  }

  /**
   * Asks for what is missing, one step after another. Back leads to the step before that was asked; from the first one
   * to the ways to sign in, so that whoever was led to a way that no longer works can choose another.
   */
  async #ask(answers: Answers): Promise<Answers | undefined> {
    const given = new Set(Object.keys(answers));
    const asked = (): Step[] => {
      const steps: Step[] = [];
      if (!given.has("origin")) steps.push("address");
      if (!given.has("way")) steps.push("way");
      if (answers.way === "oauth") return given.has("clientId") ? steps : [...steps, "clientId"];
      if (answers.way === "password" && !given.has("username")) steps.push("username");
      return [...steps, "secret"];
    };
    let index = 0;
    for (let step = asked()[0]; step; step = asked()[index]) {
      const canGoBack = index > 0 || given.has("way");
      const answer = await this.#askStep(step, { index, total: asked().length, canGoBack }, answers);
      if (answer === undefined) return undefined;
      if (answer === back && index === 0) given.delete("way");
      else index += answer === back ? -1 : 1;
    }
    return answers;
  }

  async #askStep(
    step: Step,
    { index, total, canGoBack }: { index: number; total: number; canGoBack: boolean },
    answers: Answers,
  ): Promise<Answer<true>> {
    const common = {
      title: answers.origin && step !== "address" ? titleFor(answers.origin) : vscode.l10n.t("Connect to Workfront"),
      step: index + 1,
      totalSteps: Math.max(total, step === "address" || step === "way" ? 3 : total),
      canGoBack,
    };
    const settle = <T>(answer: Answer<T>, keep: (value: T) => void): Answer<true> => {
      if (answer === undefined || answer === back) return answer as typeof back | undefined;
      keep(answer);
      return true;
    };
    switch (step) {
      case "address":
        return settle(await this.#askAddress(common, answers), (origin) => (answers.origin = origin));
      case "way":
        return settle(await pick({ ...common, ...waysToSignIn(), staysOpen: true }), (way) => (answers.way = way));
      case "clientId":
        return settle(await this.#askClientID(common, answers), (clientId) => (answers.clientId = clientId));
      case "username":
        return settle(await this.#askUsername(common, answers), (username) => (answers.username = username));
      case "secret":
        return settle(await this.#askSecret(common, answers), (signedIn) => (answers.signedIn = signedIn));
    }
  }

  #askAddress(common: Common, answers: Answers): Promise<Answer<string>> {
    const check = (text: string) => {
      const address = parseAddress(text);
      return "problem" in address ? explainAddress(address.problem) : undefined;
    };
    return askForText<string>({
      ...common,
      placeholder: vscode.l10n.t("acme, acme.my.workfront.com, or any address of your Workfront in the browser"),
      prompt: vscode.l10n.t("The address of your Workfront. It stands under Setup > System > Customer Info."),
      value: answers.origin,
      check,
      accept: (text) => {
        const address = parseAddress(text);
        if ("problem" in address) throw new Explanation(explainAddress(address.problem));
        return address.origin;
      },
      explainProblem: explain,
    });
  }

  #askClientID(common: Common, { origin, clientId }: Answers): Promise<Answer<string>> {
    const { connections, redirectAddress } = this.parts;
    const copy: InputButton = {
      icon: "copy",
      tooltip: vscode.l10n.t("Copy the Redirect Address"),
      press: () => runCommand("copyRedirectAddress"),
    };
    return askForText<string>({
      ...common,
      placeholder: vscode.l10n.t("Client ID"),
      prompt: vscode.l10n.t(
        "The client ID of an OAuth2 application of the kind Single-page web application, which an administrator creates in Workfront under Setup > System > OAuth2 Applications with the redirect address {0}",
        redirectAddress,
      ),
      buttons: [copy],
      value: clientId ?? connections.all.find((connection) => connection.origin === origin)?.clientId,
      check: (text) => (/^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t("Paste the client ID, without spaces.")),
      accept: (text) => text.trim(),
      explainProblem: explain,
    });
  }

  #askUsername(common: Common, answers: Answers): Promise<Answer<string>> {
    const check = (text: string) => (text.trim() ? undefined : vscode.l10n.t("Type the username to sign in with."));
    return askForText<string>({
      ...common,
      placeholder: vscode.l10n.t("Username"),
      prompt: vscode.l10n.t("The username to sign in with, in most organizations the email address."),
      value: answers.username,
      check,
      accept: (text) => text.trim(),
      explainProblem: explain,
    });
  }

  async #askSecret(common: Common, answers: Answers): Promise<Answer<SignedIn>> {
    const isKey = answers.way === "apiKey";
    const { secret } = answers;
    answers.secret = undefined;
    let problem: string | undefined;
    if (secret !== undefined)
      try {
        return await this.#signIn(answers, secret);
      } catch (error) {
        problem = this.#explainSecret(error, answers);
      }
    const check = (text: string) => {
      if (!text.trim()) return isKey ? vscode.l10n.t("Paste the API key.") : vscode.l10n.t("Type the password.");
      if (!isKey || /^[\x21-\x7e]+$/.test(text.trim())) return undefined;
      return vscode.l10n.t("This holds characters that no API key has. Copy the key once more, and nothing else.");
    };
    return askForText<SignedIn>({
      ...common,
      placeholder: isKey ? vscode.l10n.t("API key") : vscode.l10n.t("Password"),
      prompt: isKey
        ? vscode.l10n.t(
            "An administrator finds it in Workfront under Setup > System > Customer Info. It is checked first.",
          )
        : vscode.l10n.t("Used once to ask Workfront for your API key, and then forgotten."),
      password: true,
      problem,
      check,
      accept: (text, signal) => this.#signIn(answers, isKey ? text.trim() : text, signal),
      explainProblem: (error) => this.#explainSecret(error, answers),
    });
  }

  #explainSecret(error: unknown, { origin = "", way }: Answers): string {
    this.parts.log.error(error);
    return explainSecret(error, hostOf({ origin }), way);
  }

  async #signIn({ origin = "", way, username = "" }: Answers, secret: string, signal?: AbortSignal): Promise<SignedIn> {
    const { settings, log } = this.parts;
    const transport = createTransport(origin, settings, log);
    try {
      return way === "password"
        ? await signInWithPassword(transport, { username, password: secret }, settings, signal)
        : await signInWithKey(transport, secret, settings, signal);
    } finally {
      transport.dispose();
    }
  }

  async #keep({ origin = "", way = "apiKey", signedIn }: Answers): Promise<void> {
    if (!signedIn) return;
    await this.parts.connections.add({ origin, way }, signedIn);
    void tell.info(vscode.l10n.t("Connected to {0} as {1}.", hostOf({ origin }), displayName(signedIn.user)));
  }
}

/** What automation gave, and for signing in again what is kept of the connection. */
function known(
  { url = "", way, username, clientId, secret }: v.InferOutput<typeof argumentSchema>,
  current: Connection | undefined,
): Answers {
  const answers: Answers = { secret };
  const address = url || current?.origin;
  if (address !== undefined) {
    const parsed = parseAddress(address);
    if ("problem" in parsed) throw new Explanation(explainAddress(parsed.problem));
    answers.origin = parsed.origin;
  }
  const chosenWay = way ?? current?.way;
  if (chosenWay) answers.way = chosenWay;
  if (username) answers.username = username;
  const application = clientId ?? current?.clientId;
  if (application) answers.clientId = application;
  return answers;
}

interface Common {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

function titleFor(origin: string): string {
  const host = hostOf({ origin });
  return isPreviewHost(host)
    ? vscode.l10n.t("Connect to {0} (preview or sandbox)", host)
    : vscode.l10n.t("Connect to {0}", host);
}

function waysToSignIn() {
  return {
    placeholder: vscode.l10n.t("How to sign in"),
    rows: [
      {
        value: "oauth" as const,
        label: vscode.l10n.t("Sign in with Adobe Workfront (OAuth 2)"),
        detail: vscode.l10n.t(
          "Through the browser, with the client ID of an OAuth2 application. Workfront recommends it.",
        ),
      },
      {
        value: "apiKey" as const,
        label: vscode.l10n.t("Paste an API key"),
        detail: vscode.l10n.t("An administrator finds it in Workfront under Setup > System > Customer Info."),
      },
      {
        value: "password" as const,
        label: vscode.l10n.t("Get an API key with username and password"),
        detail: vscode.l10n.t(
          "The key that you have is used, or a first one is generated. Few organizations still offer this.",
        ),
      },
    ],
  };
}
