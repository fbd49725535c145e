import { createHash } from "node:crypto";
import { html, json, type Answer } from "./answer";
import { authorizeErrorPage, authorizePage } from "./authorizePage";
import type { Directory } from "./directory";
import type { Random } from "./random";
import type { RequestRecord } from "./request";

/** What a user is asked to agree to, and later what they have agreed to. */
interface Authorization {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly challenge: string;
}

interface Code extends Authorization {
  readonly userID: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly grant: Grant;
  isUsed: boolean;
}

/** The tokens that come from one consent. */
interface Grant {
  readonly userID: string;
  isRevoked: boolean;
}

interface Token {
  readonly grant: Grant;
  readonly expires: number;
}

class OAuthFailure extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Workfront's OAuth 2 endpoints for one application of the kind "Single Page Web Application": authorization code with
 * PKCE, no secret. Its errors have a shape of their own, known from a third party's client. Members may be changed at
 * any time.
 */
export class OAuth {
  readonly clientId: string;
  /** Addresses registered for the application; a request must name one of them exactly. */
  redirectUris = [
    ...["vscode", "vscode-insiders", "code-oss"].map(
      (scheme) => `${scheme}://workfront-tools.workfront-users/callback`,
    ),
    "https://vscode.dev/redirect",
  ];
  /** Whether addresses that are not http or https may be redirected to. Not documented. */
  acceptsCustomSchemes = true;
  /** Seconds; what a token was given when it was made stays. */
  accessTokenLifetime = 3600;
  /** Seconds: two minutes, by Workfront's documentation. */
  codeLifetime = 120;
  /** Whether a refresh ends the refresh token that it used; the documentation says that it may. */
  rotatesRefreshTokens = true;
  /** Whether a refresh token that was used up ends its whole sign-in when it is used again, as OAuth 2 recommends. */
  endsReusedSignIns = false;
  /** Who is signed in where the browser runs. */
  signedInUserID: string;

  private readonly pending = new Map<string, Authorization>();
  private readonly codes = new Map<string, Code>();
  private readonly accessTokens = new Map<string, Token>();
  private readonly refreshTokens = new Map<string, Grant>();
  private readonly usedUp = new Map<string, Grant>();

  constructor(
    private readonly directory: Directory,
    private readonly random: Random,
    signedInUserID: string,
  ) {
    this.clientId = random.hex32();
    this.signedInUserID = signedInUserID;
  }

  /** Ends a token and all others of the same consent; without a token, all there are. */
  revoke(token?: string): void {
    if (token === undefined) {
      this.accessTokens.clear();
      this.refreshTokens.clear();
      return;
    }
    const grant = this.accessTokens.get(token)?.grant ?? this.refreshTokens.get(token);
    if (!grant) throw new Error("There is no such token.");
    grant.isRevoked = true;
  }

  /** Ends the lifetime of an access token. */
  expire(accessToken: string): void {
    this.accessTokens.delete(accessToken);
  }

  userOf(accessToken: string): string | undefined {
    const token = this.accessTokens.get(accessToken);
    return token && !token.grant.isRevoked && token.expires > Date.now() ? token.grant.userID : undefined;
  }

  answer(request: RequestRecord): Answer {
    switch (`${request.method} ${request.path}`) {
      case "GET /integrations/oauth2/authorize":
        return this.authorize(request.parameters);
      case "POST /integrations/oauth2/authorize":
        return this.decide(request.parameters);
      case "POST /integrations/oauth2/api/v1/token":
        return this.token(request.parameters);
      default:
        return html(404, "Page not found");
    }
  }

  private authorize(parameters: URLSearchParams): Answer {
    const asked = parameters.get("redirect_uri") ?? "";
    // Where the editor is a server's, that server forwards the browser to this one, and merges slashes on the way.
    const redirectUri = this.redirectUris.find((uri) => uri === asked || uri.replace("://", ":/") === asked);
    if (parameters.get("client_id") !== this.clientId) return authorizeErrorPage("The client ID is unknown.");
    if (redirectUri === undefined)
      return authorizeErrorPage("The redirect address is not one of those registered for this application.");
    if (!this.acceptsCustomSchemes && !/^https?:/.test(redirectUri))
      return authorizeErrorPage("The redirect address must begin with https.");
    const state = parameters.get("state");
    if (parameters.get("response_type") !== "code")
      return redirect(redirectUri, { error: "unsupported_response_type", state });
    const challenge = parameters.get("code_challenge") ?? "";
    if (parameters.get("code_challenge_method") !== "S256" || challenge === "")
      return redirect(redirectUri, { error: "invalid_request", state });
    const pendingID = this.random.hex32();
    this.pending.set(pendingID, { redirectUri, state, challenge });
    const user = this.directory.users.get(this.signedInUserID);
    return authorizePage("Workfront Users", user?.name ?? "", pendingID);
  }

  private decide(parameters: URLSearchParams): Answer {
    const pendingID = parameters.get("pending") ?? "";
    const authorization = this.pending.get(pendingID);
    if (!authorization) return authorizeErrorPage("This page was used before.");
    this.pending.delete(pendingID);
    const { redirectUri, state } = authorization;
    if (parameters.get("decision") !== "allow") return redirect(redirectUri, { error: "access_denied", state });
    const code = this.random.hex32();
    const userID = this.signedInUserID;
    const expires = Date.now() + this.codeLifetime * 1000;
    const grant = { userID, isRevoked: false };
    this.codes.set(code, { ...authorization, userID, expires, grant, isUsed: false });
    return redirect(redirectUri, { code, state });
  }

  private token(parameters: URLSearchParams): Answer {
    try {
      if (parameters.get("client_id") !== this.clientId)
        throw new OAuthFailure("invalid_client", "The client ID is unknown.");
      switch (parameters.get("grant_type")) {
        case "authorization_code":
          return this.issue(this.redeem(parameters));
        case "refresh_token":
          return this.refresh(parameters.get("refresh_token") ?? "");
        default:
          throw new OAuthFailure("unsupported_grant_type", "The grant type is not supported.");
      }
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      return json({ statusCode: 400, error: true, type: error.type, message: error.message }, 400);
    }
  }

  /** A code is good once. Used a second time, it ends what the first use gave, as OAuth 2 recommends. */
  private redeem(parameters: URLSearchParams): Grant {
    const code = this.codes.get(parameters.get("code") ?? "");
    if (code?.isUsed) code.grant.isRevoked = true;
    if (!code || code.isUsed || code.expires <= Date.now())
      throw new OAuthFailure("invalid_grant", "The authorization code is invalid or has expired.");
    if (code.redirectUri !== parameters.get("redirect_uri"))
      throw new OAuthFailure("invalid_grant", "The redirect address is not the one the code was made for.");
    const verifier = createHash("sha256").update(parameters.get("code_verifier") ?? "");
    if (verifier.digest("base64url") !== code.challenge)
      throw new OAuthFailure("invalid_grant", "The code verifier does not fit the code challenge.");
    code.isUsed = true;
    return code.grant;
  }

  private refresh(refreshToken: string): Answer {
    const reused = this.usedUp.get(refreshToken);
    if (reused && this.endsReusedSignIns) reused.isRevoked = true;
    const grant = this.refreshTokens.get(refreshToken);
    if (!grant || grant.isRevoked || !this.directory.users.get(grant.userID)?.isActive)
      throw new OAuthFailure("invalid_grant", "The refresh token is invalid or has expired.");
    if (!this.rotatesRefreshTokens) return this.issue(grant, refreshToken);
    this.refreshTokens.delete(refreshToken);
    this.usedUp.set(refreshToken, grant);
    return this.issue(grant);
  }

  private issue(grant: Grant, refreshToken = this.random.hex32()): Answer {
    const accessToken = this.random.hex32();
    this.accessTokens.set(accessToken, { grant, expires: Date.now() + this.accessTokenLifetime * 1000 });
    this.refreshTokens.set(refreshToken, grant);
    const answer = json({
      token_type: "sessionID",
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: this.accessTokenLifetime,
      wid: this.directory.customerID,
    });
    return { ...answer, headers: { ...answer.headers, "Cache-Control": "no-store" } };
  }
}

function redirect(address: string, parameters: Readonly<Record<string, string | null>>): Answer {
  const target = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) target.searchParams.set(name, value);
  return { status: 302, headers: { Location: target.href, "Cache-Control": "no-store" }, body: "" };
}
