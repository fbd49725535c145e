import * as vscode from "vscode";
import * as v from "valibot";
import { parseAddress } from "../../domain/address";
import { hostOf, type Connection } from "../../domain/connection";
import { parseRedirectAddress } from "../../domain/redirectAddress";
import { signInWithKey, signInWithPassword, type SignedIn } from "../../domain/signIn";
import { displayName } from "../../domain/user";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { askInSteps } from "../editor/steps";
import { tell } from "../editor/tell";
import { Explanation } from "../words/failures";
import type { BrowserSignInRequest } from "./browserSignIn";
import type { Connections } from "./connections";
import { connectSteps, type Known } from "./connectSteps";
import { explainAddress } from "./explainConnecting";
import { createTransport } from "./session";

/** What automation may give; what is missing is asked for. */
const argumentSchema = v.object({
  url: v.optional(v.string()),
  way: v.optional(v.picklist(["oauth", "apiKey", "password"])),
  secret: v.optional(v.string()),
  username: v.optional(v.string()),
  clientId: v.optional(v.string()),
  redirectAddress: v.optional(v.string()),
  /** Signs in to the current connection again: only the secret is asked for. */
  again: v.optional(v.boolean()),
});

type Argument = v.InferOutput<typeof argumentSchema>;

export interface ConnectDialogParts {
  readonly connections: Connections;
  readonly settings: Settings;
  readonly log: Log;
  /** Signs in through the browser, and keeps the connection that comes of it. */
  readonly signInThroughBrowser: (request: BrowserSignInRequest) => Promise<void>;
  /** The address of this editor itself. */
  readonly editorAddress: string;
}

/** Asks for an address, a way to sign in and the secret, checks them against the server, and only then keeps them. */
export class ConnectDialog {
  constructor(private readonly parts: ConnectDialogParts) {}

  async run(argument: unknown): Promise<void> {
    const given = v.safeParse(argumentSchema, argument ?? {});
    if (!given.success)
      throw new Explanation(
        vscode.l10n.t(
          "Connect… takes url, way (oauth, apiKey, or password), clientId, redirectAddress, username, and secret, each a text or left out.",
        ),
      );
    const { origin, way, clientId, redirectAddress, signedIn } = (await this.#ask(this.#known(given.output))) ?? {};
    if (origin === undefined || way === undefined) return;
    if (way === "oauth" && clientId !== undefined && redirectAddress !== undefined)
      await this.parts.signInThroughBrowser({ origin, clientId, redirectAddress });
    else if (signedIn) await this.#keep({ origin, way }, signedIn);
  }

  async #ask(given: Known): Promise<Known | undefined> {
    const { editorAddress, connections, settings, log } = this.parts;
    const signIn = (known: Known, secret: string, signal?: AbortSignal) => this.#signIn(known, secret, signal);
    const parts = { all: connections.all, settings, log, editorAddress, signIn };
    const known = await askInSteps(connectSteps(given, parts), given);
    return known?.startsOver ? this.#ask({ ...known, startsOver: false, way: undefined, signedIn: undefined }) : known;
  }

  /** What automation gave, and for signing in again what is kept of the connection. */
  #known({ url, way, username, clientId, redirectAddress, secret, again }: Argument): Known {
    const { connections, editorAddress } = this.parts;
    const current = again && !url ? connections.current : undefined;
    const origin = current?.origin ?? (url === undefined ? undefined : originIn(url));
    const application = clientId ?? current?.clientId;
    // Whoever knows the application and names no address means the one that led back before, or this editor's own.
    const before = current ?? connections.all.find((one) => one.origin === origin && one.clientId === application);
    const redirect = redirectAddress ?? before?.redirectAddress ?? editorAddress;
    if (redirect !== editorAddress && parseRedirectAddress(redirect) === undefined)
      throw new Explanation(
        vscode.l10n.t("{0} cannot be a redirect address. Enter one that begins with https://.", redirect),
      );
    // What is about to be used is checked by that; everything else before a secret is typed.
    const isChecked = current !== undefined || secret !== undefined;
    return {
      origin: isChecked ? origin : undefined,
      address: origin,
      way: way ?? current?.way,
      username: username || undefined,
      clientId: application,
      redirectAddress: application === undefined ? redirectAddress : redirect,
      secret,
    };
  }

  async #signIn({ origin = "", way, username = "" }: Known, secret: string, signal?: AbortSignal): Promise<SignedIn> {
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

  async #keep(connection: Pick<Connection, "origin" | "way">, signedIn: SignedIn): Promise<void> {
    await this.parts.connections.add(connection, signedIn);
    void tell.info(vscode.l10n.t("Connected to {0} as {1}.", hostOf(connection), displayName(signedIn.user)));
  }
}

function originIn(url: string): string {
  const address = parseAddress(url);
  if ("problem" in address) throw new Explanation(explainAddress(address.problem));
  return address.origin;
}
