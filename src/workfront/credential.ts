import { badReply } from "./errors";
import { encodeForm } from "./query";
import { dataIn, keySchema } from "./records";
import type { Transport } from "./transport";
import { agreeOnVersion, type Version } from "./version";

/** What signs a request: the headers that carry it. Credentials travel in headers only, never in a URL or a body. */
export interface Credential {
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Told of a request that was answered 401, before it is sent again with what `headers` then gives.
   * @param refused the headers that were not accepted.
   * @returns whether the server has just given that; what another process kept may be out of date as well.
   * @throws {WorkfrontError} of kind `unauthorized` where there is nothing better to send.
   */
  renew?(refused: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<boolean>;
}

/** An API key, sent as Adobe's OpenAPI for v19.0 describes it (scheme `ApiKeyHeader`). */
export function apiKeyCredential(apiKey: string): Credential {
  return { headers: () => Promise.resolve({ apiKey }) };
}

/** Whether a text can be an API key: a header takes nothing but visible characters of ASCII. */
export function mayBeKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** A username and its password, used for one request and then forgotten. */
export interface Password {
  readonly username: string;
  readonly password: string;
}

/**
 * The article's step 1: an API key for a username and password. A key that exists is asked for first, because
 * generating one may end the key that other integrations use. Sent as the official client sends it: in a form body.
 * @throws {WorkfrontError} of kind `unauthorized` for a wrong password and where the organization no longer offers this.
 */
export async function apiKeyFor(
  transport: Transport,
  account: Password,
  candidates: readonly Version[],
  signal?: AbortSignal,
): Promise<string> {
  const { version, answer } = await agreeOnVersion(
    (candidate) => keyAction(transport, candidate, "getApiKey", account, signal),
    candidates,
  );
  const key = answer || (await keyAction(transport, version, "generateApiKey", account, signal));
  if (!mayBeKey(key)) throw badReply(transport.host);
  return key;
}

async function keyAction(
  transport: Transport,
  version: Version,
  action: "getApiKey" | "generateApiKey",
  { username, password }: Password,
  signal?: AbortSignal,
): Promise<string> {
  const answer = await transport.send({
    method: "POST",
    path: `/attask/api/${version}/user`,
    body: {
      contentType: "application/x-www-form-urlencoded",
      content: encodeForm([
        ["method", "PUT"],
        ["action", action],
        ["username", username],
        ["password", password],
      ]),
    },
    secrets: [password],
    signal,
  });
  return dataIn(answer, keySchema, transport.host).result;
}
