import * as vscode from "vscode";
import * as v from "valibot";
import { isPreviewHost, parseAddress, type AddressProblem } from "../../domain/address";
import { connectionID, hostOf, type Connection, type SignInWay } from "../../domain/connection";
import { displayName } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import { explain, Explanation } from "../host/explain";
import type { Log } from "../host/log";
import { inNotification } from "../host/plainText";
import type { Settings } from "../host/settings";
import { askForChoice, askForText, back, type Answer } from "../host/steps";
import type { Connections } from "./connections";
import { checkSignIn, signInWithPassword, type SignedIn } from "./signIn";

/** What automation may give; what is missing is asked for. */
const argumentSchema = v.object({
  url: v.optional(v.string()),
  way: v.optional(v.picklist(["apiKey", "password"])),
  secret: v.optional(v.string()),
  username: v.optional(v.string()),
  /** Signs in to the current connection again: only the secret is asked for. */
  again: v.optional(v.boolean()),
});

interface Answers {
  origin?: string;
  way?: SignInWay;
  username?: string;
  signedIn?: SignedIn;
}

type Step = "address" | "way" | "username" | "secret";

/** Asks for an address, a way to sign in and the secret, checks them against the server, and only then keeps them. */
export class ConnectDialog {
  constructor(
    private readonly connections: Connections,
    private readonly settings: Settings,
    private readonly log: Log,
  ) {}

  async run(argument: unknown): Promise<void> {
    const given = v.safeParse(argumentSchema, argument ?? {});
    if (!given.success)
      throw new Explanation(
        vscode.l10n.t(
          "Connect… takes url, way (apiKey or password), secret and username, all of them text or left out.",
        ),
      );
    const { secret, again } = given.output;
    const { answers, problem } = await this.#known(given.output, again ? this.connections.current : undefined, secret);
    const complete = answers.signedIn ? answers : await this.#ask(answers, problem);
    if (complete) await this.#keep(complete);
  }

  /** What is known before anything is asked; a secret that was given is tried at once. */
  async #known(
    given: v.InferOutput<typeof argumentSchema>,
    current: Connection | undefined,
    secret: string | undefined,
  ): Promise<{ answers: Answers; problem?: string }> {
    const answers: Answers = {};
    const url = given.url ?? current?.origin;
    if (url !== undefined) {
      const address = parseAddress(url);
      if ("problem" in address) throw new Explanation(explainAddress(address.problem));
      answers.origin = address.origin;
    }
    const way = given.way ?? current?.way;
    if (way) answers.way = way;
    if (given.username) answers.username = given.username;
    const isReady = answers.origin && answers.way && (answers.way === "apiKey" || answers.username);
    if (secret === undefined || !isReady) return { answers };
    try {
      return { answers: { ...answers, signedIn: await this.#signIn(answers, secret) } };
    } catch (error) {
      this.log.error(error);
      return { answers, problem: explainSignIn(error, answers) };
    }
  }

  /** Asks for what is missing, one step after another; Back leads to the step before that was asked. */
  async #ask(answers: Answers, problem?: string): Promise<Answers | undefined> {
    const given = new Set(Object.keys(answers));
    const asked = (): Step[] => {
      const steps: Step[] = [];
      if (!given.has("origin")) steps.push("address");
      if (!given.has("way")) steps.push("way");
      if (answers.way === "password" && !given.has("username")) steps.push("username");
      return [...steps, "secret"];
    };
    let index = 0;
    for (let step = asked()[0]; step; step = asked()[index]) {
      const answer = await this.#askStep(step, { index, total: asked().length }, answers, problem);
      if (answer === undefined) return undefined;
      index += answer === back ? -1 : 1;
    }
    return answers;
  }

  async #askStep(
    step: Step,
    { index, total }: { index: number; total: number },
    answers: Answers,
    problem?: string,
  ): Promise<Answer<true>> {
    const common = {
      title: answers.origin && step !== "address" ? titleFor(answers.origin) : vscode.l10n.t("Connect to Workfront"),
      step: index + 1,
      totalSteps: Math.max(total, step === "address" || step === "way" ? 3 : total),
      canGoBack: index > 0,
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
        return settle(await askForChoice({ ...common, ...waysToSignIn() }), ({ way }) => (answers.way = way));
      case "username":
        return settle(await this.#askUsername(common, answers), (username) => (answers.username = username));
      case "secret":
        return settle(await this.#askSecret(common, answers, problem), (signedIn) => (answers.signedIn = signedIn));
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

  #askUsername(common: Common, answers: Answers): Promise<Answer<string>> {
    const check = (text: string) => (text.trim() ? undefined : vscode.l10n.t("Type the username to sign in with."));
    return askForText<string>({
      ...common,
      placeholder: vscode.l10n.t("Username"),
      prompt: vscode.l10n.t("The username to sign in with, in most organisations the e-mail address."),
      value: answers.username,
      check,
      accept: (text) => text.trim(),
      explainProblem: explain,
    });
  }

  #askSecret(common: Common, answers: Answers, problem?: string): Promise<Answer<SignedIn>> {
    const isKey = answers.way === "apiKey";
    const check = (text: string) =>
      text.trim() ? undefined : isKey ? vscode.l10n.t("Paste the API key.") : vscode.l10n.t("Type the password.");
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
      explainProblem: (error) => {
        this.log.error(error);
        return explainSignIn(error, answers);
      },
    });
  }

  #signIn({ origin = "", way, username = "" }: Answers, secret: string, signal?: AbortSignal): Promise<SignedIn> {
    return way === "password"
      ? signInWithPassword(origin, { username, password: secret }, this.settings, this.log, signal)
      : checkSignIn(origin, secret, this.settings, this.log, signal);
  }

  async #keep({ origin = "", way = "apiKey", signedIn }: Answers): Promise<void> {
    if (!signedIn) return;
    const { user, version, apiKey } = signedIn;
    const host = hostOf({ origin });
    const connection: Connection = {
      id: connectionID(origin, user.ID),
      origin,
      name: host,
      way,
      userID: user.ID,
      userName: displayName(user),
      version,
      readOnly: false,
    };
    await this.connections.add(connection, apiKey);
    void vscode.window.showInformationMessage(
      inNotification(vscode.l10n.t("Connected to {0} as {1}.", host, displayName(user))),
    );
  }
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
    items: [
      {
        way: "apiKey" as const,
        label: vscode.l10n.t("Paste an API key"),
        detail: vscode.l10n.t("An administrator finds it in Workfront under Setup > System > Customer Info."),
      },
      {
        way: "password" as const,
        label: vscode.l10n.t("Get an API key with username and password"),
        detail: vscode.l10n.t(
          "The key that you have is used, or a first one is generated. Few organisations still offer this.",
        ),
      },
    ],
  };
}

function explainSignIn(error: unknown, { origin = "", way }: Answers): string {
  if (!(error instanceof WorkfrontError) || error.kind !== "unauthorized") return explain(error);
  const host = hostOf({ origin });
  const words = error.failure.words ? ` ${vscode.l10n.t("Workfront says: {0}", error.failure.words)}` : "";
  const message =
    way === "password"
      ? vscode.l10n.t(
          "{0} did not accept this username and password. Most organisations no longer offer this way: paste an API key instead.",
          host,
        )
      : vscode.l10n.t(
          "{0} did not accept this key. Check under Setup > System > Customer Info that it is the current one.",
          host,
        );
  return message + words;
}

function explainAddress(problem: AddressProblem): string {
  switch (problem.kind) {
    case "empty":
      return vscode.l10n.t("Type the address of your Workfront.");
    case "malformed":
      return vscode.l10n.t("This is not an address. Type for example acme or acme.my.workfront.com.");
    case "insecure":
      return vscode.l10n.t(
        "{0} must be reached through https, so that nobody on the way can read the key.",
        problem.host,
      );
    case "unifiedShell":
      return vscode.l10n.t(
        "{0} shows Workfront, but its API is elsewhere: type your own domain, for example acme.my.workfront.adobe.com.",
        problem.host,
      );
    case "foreign":
      return vscode.l10n.t(
        "{0} is not a Workfront address. Only hosts that end in .workfront.com or .workfront.adobe.com get your key.",
        problem.host,
      );
  }
}
