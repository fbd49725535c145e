import { join } from "node:path";
import type * as vscode from "vscode";
import * as v from "valibot";
import { Claims } from "../../domain/claims";
import type { Connection } from "../../domain/connection";
import { apiKeyCredential, type Credential } from "../../workfront/credential";
import { OAuthCredential, tokensSchema, type TokenStore } from "../../workfront/oauthCredential";
import type { Transport } from "../../workfront/transport";
import { followFilters } from "./keptFilters";
import { editorAddress } from "./redirectAddress";
import { Session, type SessionParts } from "./session";

/** In milliseconds. */
const day = 24 * 60 * 60 * 1000;

const keptTokensSchema = v.pipe(v.string(), v.parseJson(), tokensSchema);

/** What is kept of a connection, wherever that is. */
export interface Kept extends Pick<SessionParts, "kept" | "keepVersion"> {
  /** Whether there still is a connection with this ID. */
  readonly isKnown: (id: string) => boolean;
  readonly readSecret: () => Promise<string | undefined>;
  readonly keepSecret: (secret: string) => Promise<void>;
}

export interface OpeningParts extends Pick<SessionParts, "settings" | "log"> {
  readonly context: Pick<vscode.ExtensionContext, "extension" | "globalState" | "globalStorageUri">;
}

/** Puts a connection to work with the secret that is kept for it. Nothing is sent. */
export function openSession(connection: Connection, secret: string, store: Kept, parts: OpeningParts): Session {
  const credentialFor = (transport: Transport) => credentialOf(connection, { secret, store, transport }, parts);
  const { kept, keepVersion } = store;
  const session = new Session(connection, { ...parts, kept, keepVersion, credentialFor });
  followFilters(parts.context.globalState, session, store.isKnown);
  return session;
}

interface SecretAndPlace {
  readonly secret: string;
  readonly store: Kept;
  readonly transport: Transport;
}

function credentialOf(
  { way, clientId = "", redirectAddress }: Connection,
  { secret, store, transport }: SecretAndPlace,
  parts: OpeningParts,
): Credential {
  if (way !== "oauth") return apiKeyCredential(secret);
  const application = { clientId, redirectAddress: redirectAddress ?? editorAddress(parts.context) };
  return new OAuthCredential(transport, application, tokensIn(store, parts));
}

function tokensIn({ readSecret, keepSecret }: Kept, { context, settings }: OpeningParts): TokenStore {
  const folder = join(context.globalStorageUri.fsPath, "claims");
  // A renewal that takes longer has failed.
  const claims = new Claims(join(folder, "renewals"), () => settings.requestTimeout + 5000);
  // Refresh tokens that were used up, as long as a window may still believe in them.
  const spent = new Claims(join(folder, "spent"), () => 90 * day);
  return {
    read: async () => {
      const parsed = v.safeParse(keptTokensSchema, await readSecret());
      return parsed.success ? parsed.output : undefined;
    },
    write: (tokens) => keepSecret(JSON.stringify(tokens)),
    claim: (refreshToken) => claims.claim(refreshToken),
    release: (refreshToken) => claims.release(refreshToken),
    spend: async (refreshToken) => {
      await spent.claim(refreshToken);
    },
    isSpent: (refreshToken) => spent.isClaimed(refreshToken),
  };
}
