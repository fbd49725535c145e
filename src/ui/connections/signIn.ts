import type { User } from "../../domain/user";
import { WorkfrontClient } from "../../workfront/client";
import { apiKeyCredential, apiKeyFor } from "../../workfront/credential";
import { agreeOnVersion, versions, type Version } from "../../workfront/version";
import type { Log } from "../host/log";
import type { Settings } from "../host/settings";
import { createTransport } from "./session";

/** What a sign-in that the server accepted came to. */
export interface SignedIn {
  readonly apiKey: string;
  readonly version: Version;
  readonly user: User;
}

/** Checks a key against the server by reading the signed-in user, and finds the version that the server serves. */
export async function checkSignIn(
  origin: string,
  apiKey: string,
  settings: Settings,
  log: Log,
  signal?: AbortSignal,
): Promise<SignedIn> {
  const transport = createTransport(origin, settings, log);
  try {
    const { version, answer: user } = await agreeOnVersion(
      (candidate) =>
        new WorkfrontClient({
          transport,
          credential: apiKeyCredential(apiKey),
          version: candidate,
          concurrency: () => 1,
          readOnly: true,
        }).whoAmI({ signal }),
      versionsToTry(settings),
    );
    return { apiKey, version, user };
  } finally {
    transport.dispose();
  }
}

/** Gets the key of a username and its password, and checks it. The password is used for that alone. */
export async function signInWithPassword(
  origin: string,
  account: { readonly username: string; readonly password: string },
  settings: Settings,
  log: Log,
  signal?: AbortSignal,
): Promise<SignedIn> {
  const transport = createTransport(origin, settings, log);
  try {
    const apiKey = await apiKeyFor(transport, account, versionsToTry(settings), signal);
    return await checkSignIn(origin, apiKey, settings, log, signal);
  } finally {
    transport.dispose();
  }
}

function versionsToTry({ apiVersion }: Settings): readonly Version[] {
  return apiVersion === "auto" ? versions : [apiVersion];
}
