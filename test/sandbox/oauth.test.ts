import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { ask, query, type Reply } from "./ask";
import { startSandbox, type Sandbox } from "./server";

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

describe("signing in through the browser", () => {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  let sandbox: Sandbox;
  let redirectUri: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ era: "2026" });
    redirectUri = sandbox.oauth.redirectUris[0]!;
  });
  afterEach(() => sandbox.stop());

  const authorize = (differences: Record<string, string> = {}): Promise<Reply> => {
    const usual = {
      client_id: sandbox.oauth.clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      state: "a state",
      code_challenge: challenge,
      code_challenge_method: "S256",
    };
    return ask(sandbox.url, `/integrations/oauth2/authorize?${query({ ...usual, ...differences })}`);
  };
  const decide = (page: Reply, decision: string): Promise<Reply> => {
    const pending = /name="pending" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const body = query({ pending, decision });
    return ask(sandbox.url, "/integrations/oauth2/authorize", { method: "POST", headers: form, body });
  };
  const destination = (reply: Reply): URL => {
    assert.equal(reply.status, 302, reply.text);
    return new URL(String(reply.headers["location"]));
  };
  const newCode = async () => destination(await decide(await authorize(), "allow")).searchParams.get("code")!;
  const token = (parameters: Record<string, string>): Promise<Reply> => {
    const body = query({ client_id: sandbox.oauth.clientId, ...parameters });
    return ask(sandbox.url, "/integrations/oauth2/api/v1/token", { method: "POST", headers: form, body });
  };
  const redeem = (code: string, differences: Record<string, string> = {}) =>
    token({
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
      ...differences,
    });
  const refresh = (refreshToken: string) => token({ grant_type: "refresh_token", refresh_token: refreshToken });
  const tokensOf = (reply: Reply): Tokens => {
    assert.equal(reply.status, 200, reply.text);
    return JSON.parse(reply.text) as Tokens;
  };
  const whoAmI = (sessionID: string) =>
    ask(sandbox.url, "/attask/api/v22.0/user?id=$$USER", { headers: { sessionID } });
  const assertRefused = (reply: Reply, type: string) => {
    const { message, ...rest } = JSON.parse(reply.text) as { message: string };
    assert.ok(message);
    assert.deepEqual([reply.status, rest], [400, { statusCode: 400, error: true, type }]);
  };

  it("goes from consent to a code, from the code to tokens, and from the token to the user", async () => {
    const page = await authorize();
    assert.match(page.text, /Ada Lindholm/);
    const back = destination(await decide(page, "allow"));
    assert.equal(back.href.split("?")[0], redirectUri);
    assert.equal(back.searchParams.get("state"), "a state");
    const reply = await redeem(back.searchParams.get("code")!);
    const tokens = tokensOf(reply);
    assert.deepEqual(Object.keys(tokens).sort(), ["access_token", "expires_in", "refresh_token", "token_type", "wid"]);
    const self = await whoAmI(tokens.access_token);
    assert.equal((self.json.data as { ID: string }).ID, sandbox.administrator.ID);
  });

  it("comes back with an error when the user says no", async () => {
    const back = destination(await decide(await authorize(), "deny"));
    assert.deepEqual(
      [...back.searchParams],
      [
        ["error", "access_denied"],
        ["state", "a state"],
      ],
    );
  });

  it("goes nowhere for an unknown application or an address that is not registered", async () => {
    for (const differences of [{ client_id: "unknown" }, { redirect_uri: `${redirectUri}/elsewhere` }]) {
      const reply = await authorize(differences);
      assert.equal(reply.status, 400);
      assert.equal(reply.headers["location"], undefined);
    }
    sandbox.oauth.acceptsCustomSchemes = false;
    assert.equal((await authorize()).status, 400);
  });

  it("needs a challenge by SHA-256", async () => {
    for (const differences of [{ code_challenge: "" }, { code_challenge_method: "plain" }]) {
      const back = destination(await authorize(differences));
      assert.equal(back.searchParams.get("error"), "invalid_request");
    }
  });

  it("takes the decision of a page once", async () => {
    const page = await authorize();
    await decide(page, "allow");
    assert.equal((await decide(page, "allow")).status, 400);
  });

  it("gives no token for another verifier, another address, another application or a code that is too old", async () => {
    const code = await newCode();
    assertRefused(await redeem(code, { code_verifier: "another" }), "invalid_grant");
    assertRefused(await redeem(code, { redirect_uri: "https://example.com/" }), "invalid_grant");
    assertRefused(await redeem(code, { client_id: "another" }), "invalid_client");
    assertRefused(await redeem(code, { grant_type: "password" }), "unsupported_grant_type");
    tokensOf(await redeem(code));
    sandbox.oauth.codeLifetime = 0;
    assertRefused(await redeem(await newCode()), "invalid_grant");
  });

  it("takes a code once, and a second use ends what the first gave", async () => {
    const code = await newCode();
    const { access_token } = tokensOf(await redeem(code));
    assertRefused(await redeem(code), "invalid_grant");
    assert.equal((await whoAmI(access_token)).status, 401);
  });

  it("renews tokens, each refresh token once", async () => {
    const first = tokensOf(await redeem(await newCode()));
    const second = tokensOf(await refresh(first.refresh_token));
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal((await whoAmI(second.access_token)).status, 200);
    assertRefused(await refresh(first.refresh_token), "invalid_grant");
    sandbox.oauth.rotatesRefreshTokens = false;
    assert.equal(tokensOf(await refresh(second.refresh_token)).refresh_token, second.refresh_token);
  });

  it("ends with the access token's lifetime, by revocation, or when the user is deactivated", async () => {
    sandbox.oauth.accessTokenLifetime = 0;
    const expired = tokensOf(await redeem(await newCode()));
    assert.equal((await whoAmI(expired.access_token)).status, 401);
    sandbox.oauth.accessTokenLifetime = 3600;
    const renewed = tokensOf(await refresh(expired.refresh_token));
    assert.equal((await whoAmI(renewed.access_token)).status, 200);
    sandbox.oauth.revoke(renewed.access_token);
    assert.equal((await whoAmI(renewed.access_token)).status, 401);
    assertRefused(await refresh(renewed.refresh_token), "invalid_grant");
    const last = tokensOf(await redeem(await newCode()));
    sandbox.directory.users.get(sandbox.administrator.ID)!.isActive = false;
    assert.equal((await whoAmI(last.access_token)).status, 401);
    assertRefused(await refresh(last.refresh_token), "invalid_grant");
  });

  it("is not possible with a key or a password in the place of a token", async () => {
    assert.equal((await whoAmI(sandbox.administrator.apiKey)).status, 401);
    assert.equal((await whoAmI(sandbox.administrator.password)).status, 401);
  });
});
