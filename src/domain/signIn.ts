import type { User } from "./user";
import { WorkfrontClient } from "../workfront/client";
import { apiKeyCredential, apiKeyFor, type Credential } from "../workfront/credential";
import { WorkfrontError } from "../workfront/errors";
import { OAuthCredential, UnsharedTokens, type Application, type Tokens } from "../workfront/oauthCredential";
import type { Transport } from "../workfront/transport";
import { agreeOnVersion, servedVersions, versions, type Version } from "../workfront/version";

/** Which version the settings ask for. */
export interface VersionSetting {
  readonly apiVersion: "auto" | Version;
}

/** What a sign-in that the server accepted came to. */
export interface SignedIn {
  /** What is kept of it in SecretStorage: the API key, or the tokens as JSON. */
  readonly secret: string;
  readonly version: Version;
  readonly user: User;
}

/** Whom a credential signs in, and the version that the server serves: by reading the signed-in user. */
export async function checkCredential(
  transport: Transport,
  credential: Credential,
  { apiVersion }: VersionSetting,
  signal?: AbortSignal,
): Promise<{ user: User; version: Version }> {
  const ask = (version: Version) =>
    new WorkfrontClient({
      transport,
      credential,
      version: { current: version },
      concurrency: () => 1,
      readOnly: () => true,
    }).whoAmI({ signal });
  try {
    const { version, answer: user } = await agreeOnVersion(ask, candidates(apiVersion));
    return { version, user };
  } catch (error) {
    const isRefused = error instanceof WorkfrontError && error.kind === "notWorkfront";
    const served = isRefused && apiVersion !== "auto" ? await servedVersions(ask) : [];
    if (served.length === 0) throw error;
    throw new WorkfrontError({ kind: "versionRefused", host: transport.host, version: apiVersion, served });
  }
}

export async function signInWithKey(
  transport: Transport,
  apiKey: string,
  settings: VersionSetting,
  signal?: AbortSignal,
): Promise<SignedIn> {
  return { secret: apiKey, ...(await checkCredential(transport, apiKeyCredential(apiKey), settings, signal)) };
}

/** Gets the key of a username and its password, and checks it. The password is used for that alone. */
export async function signInWithPassword(
  transport: Transport,
  account: { readonly username: string; readonly password: string },
  settings: VersionSetting,
  signal?: AbortSignal,
): Promise<SignedIn> {
  const apiKey = await apiKeyFor(transport, account, candidates(settings.apiVersion), signal);
  return signInWithKey(transport, apiKey, settings, signal);
}

/** Checks tokens that the browser's answer was just exchanged for. */
export async function signInWithTokens(
  transport: Transport,
  application: Application,
  tokens: Tokens,
  settings: VersionSetting,
  signal?: AbortSignal,
): Promise<SignedIn> {
  const store = new UnsharedTokens(tokens);
  const credential = new OAuthCredential(transport, application, store, 0);
  const checked = await checkCredential(transport, credential, settings, signal);
  return { secret: JSON.stringify(store.tokens), ...checked };
}

function candidates(apiVersion: "auto" | Version): readonly Version[] {
  return apiVersion === "auto" ? versions : [apiVersion];
}
