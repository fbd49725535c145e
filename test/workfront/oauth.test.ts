import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { Claims } from "../../src/domain/claims";
import { authorizationAddress, createProof, exchangeCode, SignInDeclined } from "../../src/workfront/oauth";
import { OAuthCredential, UnsharedTokens, type Tokens, type TokenStore } from "../../src/workfront/oauthCredential";
import type { RequestTrace } from "../../src/workfront/transport";
import { startSandbox, type Effect, type Sandbox } from "../sandbox/server";
import { clientFor, transportTo, setActive } from "../support/client";
import { consent } from "../support/consent";
import { failureOf } from "../support/failure";
import { listen, sendJson } from "../support/listen";
import { assertTrue, bringToEnd, isWrite, runOn, setScene, tally } from "../support/scene";
import { removeFolder } from "../support/removeFolder";

/** Tokens as several windows keep them: what one of them keeps reaches the others a moment later. */
class KeptTokens {
  readonly #seen: Tokens[] = [];

  constructor(
    private readonly first: Tokens,
    private readonly folder: string,
  ) {}

  window(): TokenStore {
    const self = this.#seen.push(this.first) - 1;
    const claims = new Claims(this.folder, () => 60_000);
    return {
      read: () => Promise.resolve(this.#seen[self]),
      write: (tokens) => {
        this.#seen[self] = tokens;
        setTimeout(() => this.#seen.fill(tokens), 20);
        return Promise.resolve();
      },
      claim: (token) => claims.claim(token),
      release: (token) => claims.release(token),
      spend: () => Promise.resolve(),
      isSpent: () => Promise.resolve(false),
    };
  }
}

describe("signing in with OAuth 2", () => {
  let sandbox: Sandbox;
  const traces: RequestTrace[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox({ era: "2026", users: 12 });
    traces.length = 0;
  });
  afterEach(() => sandbox.stop());

  const applicationOf = ({ oauth }: Sandbox) => ({
    clientId: oauth.clientId,
    redirectAddress: oauth.redirectUris[0]!,
  });
  const transportOf = ({ url }: Sandbox) => transportTo(url, { log: (trace) => traces.push(trace) });
  const addressFor = (proof: ReturnType<typeof createProof>) =>
    authorizationAddress(sandbox.url, applicationOf(sandbox), proof);
  const exchange = (proof: ReturnType<typeof createProof>, { searchParams }: URL) =>
    exchangeCode(transportOf(sandbox), applicationOf(sandbox), proof, searchParams);
  const exchanges = () => sandbox.requests.filter(({ path }) => path.endsWith("/token"));

  async function signIn(workfront = sandbox): Promise<Tokens> {
    const proof = createProof();
    const address = await authorizationAddress(workfront.url, applicationOf(workfront), proof);
    const { searchParams } = await consent(address);
    return exchangeCode(transportOf(workfront), applicationOf(workfront), proof, searchParams);
  }

  /** Signs requests with tokens that are kept in memory, as one window does. */
  function credentialOf(tokens: Tokens, workfront = sandbox) {
    return new OAuthCredential(transportOf(workfront), applicationOf(workfront), new UnsharedTokens(tokens), 0);
  }

  it("asks at the address that Workfront documents, and tells it the verifier's hash only", async () => {
    const proof = createProof();
    const address = new URL(await addressFor(proof));
    assert.equal(address.origin + address.pathname, `${sandbox.url}/integrations/oauth2/authorize`);
    const { code_challenge: challenge, ...others } = Object.fromEntries(address.searchParams);
    assert.deepEqual(others, {
      client_id: sandbox.oauth.clientId,
      redirect_uri: sandbox.oauth.redirectUris[0],
      response_type: "code",
      code_challenge_method: "S256",
      state: proof.state,
    });
    assert.match(challenge!, /^[\w-]{43}$/);
    assert.ok(!address.href.includes(proof.verifier));
  });

  it("proves itself anew each time, with what cannot be guessed", () => {
    const proofs = Array.from({ length: 100 }, createProof);
    assert.equal(new Set(proofs.flatMap(({ state, verifier }) => [state, verifier])).size, 200);
    for (const { state, verifier } of proofs) assert.ok(state.length >= 43 && verifier.length >= 43);
  });

  it("ends in a client that acts as whoever allowed it", async () => {
    const tokens = await signIn();
    assert.ok(tokens.refreshToken);
    assert.ok(Math.abs(tokens.renewAt! - Date.now() - 3_240_000) < 60_000);
    const user = await clientFor(sandbox, { credential: credentialOf(tokens) }).whoAmI();
    assert.equal(user.ID, sandbox.administrator.ID);
  });

  it("takes what belongs to the protocol from the answer, and nothing that stands beside it", async () => {
    const proof = createProof();
    const answer = await consent(await addressFor(proof));
    for (const [name, value] of Object.entries({ iss: "https://ims.example.com", wid: "1", token: "x" }))
      answer.searchParams.set(name, value);
    assert.ok((await exchange(proof, answer)).accessToken);
  });

  it("ends without a request where the access is denied", async () => {
    const proof = createProof();
    const answer = await consent(await addressFor(proof), "deny");
    await assert.rejects(exchange(proof, answer), (error) => {
      assert.ok(error instanceof SignInDeclined);
      return error.reason === "access_denied";
    });
    assert.deepEqual(exchanges(), []);
  });

  it("that was declined is told in at most 300 characters of Workfront's words", async () => {
    const proof = createProof();
    const answer = await consent(await addressFor(proof));
    answer.searchParams.delete("code");
    answer.searchParams.set("error", "server_error");
    answer.searchParams.set("error_description", "x".repeat(1000));
    await assert.rejects(exchange(proof, answer), new SignInDeclined("server_error", "x".repeat(300)));
  });

  for (const [what, change] of [
    ["another state", (answer) => answer.searchParams.set("state", createProof().state)],
    ["no state", (answer) => answer.searchParams.delete("state")],
    ["two states", (answer) => answer.searchParams.append("state", "another")],
    ["no code", (answer) => answer.searchParams.delete("code")],
  ] satisfies [string, (answer: URL) => void][]) {
    it(`does not exchange the code of an answer with ${what}`, async () => {
      const proof = createProof();
      const answer = await consent(await addressFor(proof));
      change(answer);
      assert.equal((await failureOf(exchange(proof, answer))).kind, "badReply");
      assert.deepEqual(exchanges(), []);
    });
  }

  it("is refused with the code of another attempt, even where the state is right", async () => {
    const [mine, theirs] = [createProof(), createProof()];
    const answer = await consent(await addressFor(theirs));
    answer.searchParams.set("state", mine.state);
    assert.equal((await failureOf(exchange(mine, answer))).kind, "unauthorized");
  });

  it("is refused with a code that was used, which ends what the first use gave", async () => {
    const proof = createProof();
    const answer = await consent(await addressFor(proof));
    const tokens = await exchange(proof, answer);
    assert.equal((await failureOf(exchange(proof, answer))).kind, "unauthorized");
    const client = clientFor(sandbox, { credential: credentialOf(tokens) });
    assert.equal((await failureOf(client.whoAmI())).kind, "unauthorized");
  });

  it("is refused with a code that is too old", async () => {
    sandbox.oauth.codeLifetime = 0;
    assert.equal((await failureOf(signIn())).kind, "unauthorized");
  });

  it("tells where the host does not do it, or wants to send the code elsewhere", async () => {
    const effects: [effect: Effect, kind: string][] = [
      [{ kind: "html", status: 404 }, "notWorkfront"],
      [{ kind: "html", status: 200 }, "notWorkfront"],
      [{ kind: "redirect", location: "https://example.com/" }, "redirected"],
      [{ kind: "otherShape" }, "notWorkfront"],
      [{ kind: "otherShape", body: { access_token: "a", token_type: "mac" } }, "badReply"],
      [{ kind: "status", status: 503 }, "unavailable"],
      [{ kind: "resetBefore" }, "unreachable"],
    ];
    for (const [effect, kind] of effects) {
      const fault = sandbox.fail({ match: ({ path }) => path.endsWith("/token"), effect });
      assert.equal((await failureOf(signIn())).kind, kind);
      fault.remove();
    }
  });

  it("is renewed once for 50 requests at the same time whose tokens have expired", async () => {
    const tokens = { ...(await signIn()), renewAt: 0 };
    sandbox.clearRequests();
    const client = clientFor(sandbox, { credential: credentialOf(tokens), concurrency: () => 50 });
    await Promise.all(Array.from({ length: 50 }, () => client.countUsers({})));
    assert.equal(exchanges().length, 1);
    assert.equal(sandbox.requests.length, 51);
  });

  it("is good where the answer says null for what others leave out", async () => {
    for (const nothing of [null, "", undefined]) {
      const token = `token-${String(nothing)}`;
      const body = {
        token_type: "sessionID",
        access_token: token,
        refresh_token: nothing,
        expires_in: null,
        scope: null,
      };
      const fault = sandbox.fail({
        match: ({ path }) => path.endsWith("/token"),
        effect: { kind: "otherShape", body },
      });
      assert.deepEqual(await signIn(), { accessToken: token, refreshToken: undefined, renewAt: null });
      fault.remove();
    }
  });

  it("is renewed by one of two windows that need it at the same moment, 50 times, and nobody is signed out", async () => {
    const folder = await mkdtemp(join(tmpdir(), "claims-"));
    try {
      const kept = new KeptTokens(await signIn(), folder);
      const [transport, application] = [transportOf(sandbox), applicationOf(sandbox)];
      const windows = [1, 2].map(() => new OAuthCredential(transport, application, kept.window(), 0));
      sandbox.oauth.endsReusedSignIns = true;
      sandbox.clearRequests();
      for (let round = 1; round <= 50; round += 1) {
        const refused = await windows[0]!.headers();
        const renewed = await Promise.all(
          windows.map((credential) => credential.renew(refused).then(() => credential.headers())),
        );
        assert.deepEqual(renewed[0], renewed[1]);
        assert.equal(exchanges().length, round);
      }
      const counts = windows.map((credential) => clientFor(sandbox, { credential }).countUsers({}));
      assert.deepEqual(await Promise.all(counts), [12, 12]);
    } finally {
      await removeFolder(folder);
    }
  });

  it("stays good through many renewals, with and without rotation", async () => {
    const credential = credentialOf(await signIn());
    const client = clientFor(sandbox, { credential });
    for (const rotates of [true, true, false, false, true]) {
      sandbox.oauth.rotatesRefreshTokens = rotates;
      await credential.renew(await credential.headers());
      assert.equal(await client.countUsers({}), 12);
    }
    assert.equal(exchanges().length, 6);
  });

  it("that is revoked in the middle of a run stops it, and the run can be resumed after signing in again", async () => {
    await using scene = await setScene(12);
    const tokens = await signIn(scene.sandbox);
    const credential = credentialOf(tokens, scene.sandbox);
    const revoke = () => scene.sandbox.oauth.revoke();
    scene.sandbox.fail({ match: isWrite, after: 4, times: 1, effect: { kind: "call", call: revoke } });
    const record = await runOn(scene, { client: { credential, concurrency: () => 1 } });
    const counts = tally(record);
    assert.ok(counts["changed"]! >= 3 && counts["changed"]! < 12, inspect(counts));
    const journal = await Promise.all(
      (await readdir(scene.folder)).map((file) => readFile(join(scene.folder, file), "utf8")),
    );
    assert.ok(journal.length > 0);
    for (const secret of [tokens.accessToken, tokens.refreshToken!]) assert.ok(!journal.join().includes(secret));
    const [last] = await bringToEnd(scene, record.id);
    assert.deepEqual(tally(last!), { changed: 12 });
  });

  it("that cannot be renewed in the middle of a run stops it, which knows that nothing more was done", async () => {
    for (const effect of [{ kind: "status", status: 503 }, { kind: "resetBefore" }] as const) {
      await using scene = await setScene(6);
      const credential = credentialOf(await signIn(scene.sandbox), scene.sandbox);
      scene.sandbox.fail({ match: isWrite, after: 2, effect: { kind: "status", status: 401 } });
      scene.sandbox.fail({ match: ({ path }) => path.endsWith("/token"), effect });
      const record = await runOn(scene, { client: { credential, firstDelay: 1 }, concurrency: 1 });
      assertTrue(scene, record);
      assert.deepEqual([record.state, tally(record)], ["stopped", { changed: 2, notAttempted: 4 }], inspect(effect));
    }
  });

  it("hides code, verifier and refresh token in whatever form the host repeats them", async () => {
    const forms: [form: string, write: (secret: string) => string][] = [
      ["as it is", (secret) => secret],
      ["percent-encoded", (secret) => Array.from(secret, (c) => `%${c.charCodeAt(0).toString(16)}`).join("")],
      ["in Base64", (secret) => Buffer.from(secret).toString("base64")],
      ["in JSON", (secret) => JSON.stringify({ secret })],
      ["in HTML", (secret) => Array.from(secret, (c) => `&#${c.charCodeAt(0)};`).join("")],
    ];
    for (const [form, write] of forms) {
      const repeat = listen((response, { body }) => {
        const sent = new URLSearchParams(body);
        const secrets = ["code", "code_verifier", "refresh_token"].flatMap((name) => sent.getAll(name));
        sendJson(response, 400, { error: true, message: `Not valid: ${secrets.map(write).join(" ")}` });
      });
      await using listener = await repeat;
      const application = applicationOf(sandbox);
      const proof = createProof();
      const answer = new URLSearchParams({ code: "code/with+signs==4711", state: proof.state });
      const exchanged = await failureOf(exchangeCode(transportTo(listener.url), application, proof, answer));
      assert.equal(
        exchanged.words,
        "Not valid: … …".replaceAll("…", form === "in JSON" ? '{"secret":"…"}' : "…"),
        form,
      );
      const tokens = { accessToken: "a", refreshToken: "refresh/with+signs==4711", renewAt: 0 };
      const store = new UnsharedTokens(tokens);
      const renewed = await failureOf(new OAuthCredential(transportTo(listener.url), application, store, 0).headers());
      assert.equal(renewed.words, form === "in JSON" ? 'Not valid: {"secret":"…"}' : "Not valid: …", form);
    }
  });

  it("leaves no token, code or verifier in a URL that we write, the log, or an error", async () => {
    const secrets: string[] = [];
    const errors: unknown[] = [];
    const keepError = (call: Promise<unknown>) => call.catch((error: unknown) => errors.push(error));
    const effects: Effect[] = [
      { kind: "status", status: 400 },
      { kind: "status", status: 500 },
      { kind: "truncated" },
      { kind: "html", status: 200 },
      { kind: "redirect", location: "https://example.com/" },
      { kind: "resetBefore" },
      { kind: "resetAfter" },
    ];
    const isOurs = ({ path }: { path: string }) => path !== "/integrations/oauth2/authorize";
    for (const effect of effects) {
      const proof = createProof();
      const tokens = await signIn();
      const answer = await consent(await addressFor(proof));
      secrets.push(proof.verifier, answer.searchParams.get("code")!, tokens.accessToken, tokens.refreshToken!);
      const fault = sandbox.fail({ match: isOurs, effect });
      await keepError(exchange(proof, answer));
      await keepError(credentialOf({ ...tokens, renewAt: 0 }).headers());
      await keepError(setActive(clientFor(sandbox, { credential: credentialOf(tokens) }), "x", false));
      fault.remove();
    }
    assert.equal(errors.length, 3 * effects.length);
    const told = [...errors.map((error) => inspect(error, { depth: 20, showHidden: true })), JSON.stringify(traces)];
    told.push(...sandbox.requests.filter(isOurs).map(({ url }) => url));
    for (const secret of secrets) assert.ok(!told.some((text) => text.includes(secret)));
  });
});
