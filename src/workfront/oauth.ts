import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  customFetch,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  UnsupportedOperationError,
  validateAuthResponse,
  type AuthorizationServer,
  type Client,
  type CustomFetchOptions,
  type RecognizedTokenTypes,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { mayBeKey } from "./credential";
import { badReply, WorkfrontError } from "./errors";
import type { Application, Tokens } from "./oauthCredential";
import type { Transport } from "./transport";

/** What one attempt to sign in proves itself with. Both are secrets until the attempt is over. */
export interface Proof {
  /** Comes back with the browser, and shows that the answer belongs to this attempt. */
  readonly state: string;
  /** Goes with the code, and shows that whoever exchanges it is who asked for it (PKCE). */
  readonly verifier: string;
}

/** The browser came back without a code: the person or Workfront ended the sign-in there. */
export class SignInDeclined extends Error {
  override readonly name = "SignInDeclined";

  /** @param reason the protocol's name for it, such as `access_denied`. */
  constructor(
    readonly reason: string,
    readonly words: string | undefined,
  ) {
    super(`The sign-in ended in the browser: ${reason}`);
  }
}

export function createProof(): Proof {
  return { state: generateRandomState(), verifier: generateRandomCodeVerifier() };
}

/** The page of the host at which a person allows the application to act for them. Holds the verifier's hash only. */
export async function authorizationAddress(origin: string, application: Application, proof: Proof): Promise<string> {
  const address = new URL(serverAt(origin).authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: application.clientId,
    redirect_uri: application.redirectAddress,
    response_type: "code",
    code_challenge: await calculatePKCECodeChallenge(proof.verifier),
    code_challenge_method: "S256",
    state: proof.state,
  }).toString();
  return address.href;
}

/**
 * Exchanges the code that the browser came back with for tokens. A code is good for one exchange.
 * @param answer the parameters of the address that the browser came back with.
 * @throws {SignInDeclined} where it came back without a code.
 * @throws {WorkfrontError} of kind `unauthorized` where the code is not accepted; of other kinds as for every request.
 */
export async function exchangeCode(
  transport: Transport,
  application: Application,
  proof: Proof,
  answer: URLSearchParams,
): Promise<Tokens> {
  const server = serverAt(transport.origin);
  const client: Client = { client_id: application.clientId };
  // Whose answer this is, the state says; Workfront does not document under what name it issues.
  const known = ["code", "state", "error", "error_description"];
  const parameters = new URLSearchParams([...answer].filter(([name]) => known.includes(name)));
  const secrets = [proof.verifier, parameters.get("code") ?? ""];
  return translateFailures(transport, async () => {
    const validated = validateAuthResponse(server, client, parameters, proof.state);
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      None(),
      validated,
      application.redirectAddress,
      proof.verifier,
      through(transport, secrets),
    );
    return tokensIn(
      await processAuthorizationCodeResponse(server, client, response, { recognizedTokenTypes }),
      transport.host,
    );
  });
}

/**
 * Exchanges a refresh token for fresh tokens. Where Workfront rotates refresh tokens, this ends the one given.
 * @throws {WorkfrontError} of kind `unauthorized` where the refresh token is expired, revoked or used up.
 */
export async function refreshTokens(
  transport: Transport,
  application: Application,
  refreshToken: string,
): Promise<Tokens> {
  const server = serverAt(transport.origin);
  const client: Client = { client_id: application.clientId };
  return translateFailures(transport, async () => {
    const response = await refreshTokenGrantRequest(server, client, None(), refreshToken, {
      ...through(transport, [refreshToken]),
      // The protocol does not ask for it here; Workfront's API documentation does.
      additionalParameters: { redirect_uri: application.redirectAddress },
    });
    const tokens = tokensIn(
      await processRefreshTokenResponse(server, client, response, { recognizedTokenTypes }),
      transport.host,
    );
    return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  });
}

/** The endpoints that Workfront's API documentation names; there is no document to discover them from. */
function serverAt(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/integrations/oauth2/authorize`,
    token_endpoint: `${origin}/integrations/oauth2/api/v1/token`,
  } satisfies AuthorizationServer;
}

/** Workfront's API documentation shows `sessionID` for one flow and `Bearer` for the other; both go into one header. */
const recognizedTokenTypes: RecognizedTokenTypes = { sessionid: () => undefined };

/** Lets the library send through our transport, whose rules on addresses, redirects, time and logging hold here too. */
function through(transport: Transport, secrets: readonly string[]) {
  return {
    [customFetch]: async (url: string, { headers, body }: CustomFetchOptions<"POST", URLSearchParams>) => {
      const { "content-type": contentType = "", ...others } = headers;
      const json = await transport.send({
        method: "POST",
        path: new URL(url).pathname,
        headers: others,
        body: { contentType, content: body.toString() },
        secrets,
      });
      return Response.json(tokenMembersOf(json));
    },
    // Plain http has been refused for every host but this computer when the address was read.
    [allowInsecureRequests]: transport.origin.startsWith("http:"),
  };
}

const tokenMembers = ["access_token", "token_type", "refresh_token", "expires_in"];

/** The members of a token answer that are read. Some servers send null or nothing where others leave a member out. */
function tokenMembersOf(json: unknown): object {
  const members = Object.entries(typeof json === "object" && json !== null ? json : {});
  return Object.fromEntries(
    members.filter(([name, value]) => tokenMembers.includes(name) && value !== null && value !== ""),
  );
}

function tokensIn(answer: TokenEndpointResponse, host: string): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime = 0 } = answer;
  if (!mayBeKey(accessToken)) throw badReply(host);
  // Nine tenths of the lifetime leave time for whatever is sent just before its end.
  return { accessToken, refreshToken, renewAt: lifetime > 0 ? Date.now() + lifetime * 900 : null };
}

/** The errors of libraries hold the answer, and with it codes and tokens: what happened is told without them. */
async function translateFailures(transport: Transport, exchange: () => Promise<Tokens>): Promise<Tokens> {
  try {
    return await exchange();
  } catch (error) {
    if (error instanceof AuthorizationResponseError)
      throw new SignInDeclined(error.error, error.error_description?.slice(0, 300));
    if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError)
      throw badReply(transport.host);
    const isRefusal = error instanceof WorkfrontError && (error.kind === "refused" || error.kind === "forbidden");
    throw isRefusal ? new WorkfrontError({ ...error.failure, kind: "unauthorized" }) : error;
  }
}
