import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { WorkfrontClient } from "../../src/workfront/client";
import { OAuthCredential, type Tokens, type TokenStore } from "../../src/workfront/oauthCredential";
import { transportTo, setActive } from "../support/client";
import { failureOf } from "../support/failure";
import { listen, sendJson, type Listener, type Received } from "../support/listen";
import { waitUntil } from "../support/waitUntil";

const application = { clientId: "client", redirectAddress: "editor://publisher.extension/callback" };
const tokenPath = "/integrations/oauth2/api/v1/token";

/** Keeps tokens as SecretStorage does: for every credential that shares it. */
interface SharedStore extends TokenStore {
  kept: Tokens | undefined;
}

function sharedStore(first: Tokens): SharedStore {
  const claimed = new Set<string>();
  const spent = new Set<string>();
  const store: SharedStore = {
    kept: first,
    read: () => Promise.resolve(store.kept),
    write: (tokens) => Promise.resolve(void (store.kept = tokens)),
    claim: (token) => Promise.resolve(!claimed.has(token) && !!claimed.add(token)),
    release: (token) => Promise.resolve(void claimed.delete(token)),
    spend: (token) => Promise.resolve(void spent.add(token)),
    isSpent: (token) => Promise.resolve(spent.has(token)),
  };
  return store;
}

describe("a sign-in by OAuth", () => {
  /** How often tokens were renewed: tokens `access-N` and `refresh-N` are good, older ones are not. */
  let generation: number;
  let listener: Listener;
  let store: SharedStore;
  let refuse: ((response: ServerResponse, request: Received) => boolean) | undefined;

  beforeEach(async () => {
    generation = 1;
    refuse = undefined;
    store = sharedStore({ accessToken: "access-1", refreshToken: "refresh-1", renewAt: null });
    listener = await listen((response, request) => {
      if (refuse?.(response, request)) return;
      if (request.url === tokenPath) renew(response, new URLSearchParams(request.body));
      else if (request.headers["sessionid"] === `access-${generation}`)
        sendJson(response, 200, { data: { count: 147 } });
      else sendJson(response, 401, { error: { message: "Invalid session ID." } });
    });
  });
  afterEach(() => listener.stop());

  function renew(response: ServerResponse, form: URLSearchParams): void {
    if (form.get("refresh_token") !== `refresh-${generation}`) {
      sendJson(response, 400, { statusCode: 400, error: true, type: "invalid_grant", message: "Not valid" });
      return;
    }
    generation += 1;
    sendJson(response, 200, {
      token_type: "sessionID",
      access_token: `access-${generation}`,
      refresh_token: `refresh-${generation}`,
      expires_in: 3600,
    });
  }

  function clientWith(tokens: TokenStore = store, concurrency = 4, patience = 0): WorkfrontClient {
    const transport = transportTo(listener.url);
    const credential = new OAuthCredential(transport, application, tokens, patience);
    return new WorkfrontClient({
      transport,
      credential,
      version: { current: "v22.0" },
      concurrency: () => concurrency,
      readOnly: () => false,
      firstDelay: 5,
    });
  }

  const renewals = () => listener.received.filter(({ url }) => url === tokenPath);
  const revoke = () => (store.kept = { ...store.kept!, accessToken: "revoked" });

  it("puts the access token into the header sessionID, and nothing anywhere else", async () => {
    assert.equal(await clientWith().countUsers({}), 147);
    const [request] = listener.received;
    assert.equal(request?.headers["sessionid"], "access-1");
    assert.ok(!request.url.includes("access-1"));
    assert.deepEqual(renewals(), []);
  });

  it("is renewed once for 50 requests that are refused at the same time, and all of them succeed", async () => {
    revoke();
    const client = clientWith(store, 50);
    const counts = await Promise.all(Array.from({ length: 50 }, () => client.countUsers({})));
    assert.deepEqual(new Set(counts), new Set([147]));
    assert.equal(renewals().length, 1);
    assert.equal(listener.received.length, 101);
  });

  it("renews as Workfront's documentation shows, without a secret of the application", async () => {
    revoke();
    await clientWith().countUsers({});
    const [request] = renewals();
    assert.equal(request?.method, "POST");
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      grant_type: "refresh_token",
      client_id: "client",
      redirect_uri: application.redirectAddress,
      refresh_token: "refresh-1",
    });
  });

  it("is renewed before it expires, so that no request is refused", async () => {
    store.kept = { accessToken: "access-1", refreshToken: "refresh-1", renewAt: Date.now() - 1 };
    await clientWith().countUsers({});
    assert.deepEqual(
      listener.received.map(({ url }) => url.split("?")[0]),
      [tokenPath, "/attask/api/v22.0/USER/count"],
    );
    assert.ok(Number(store.kept.renewAt) > Date.now());
  });

  it("keeps the fresh refresh token before the fresh access token is used", async () => {
    revoke();
    const used: (string | undefined)[] = [];
    refuse = (_, { headers }) => {
      if (headers["sessionid"] === "access-2") used.push(store.kept?.refreshToken);
      return false;
    };
    await clientWith().countUsers({});
    assert.deepEqual(used, ["refresh-2"]);
  });

  it("keeps a refresh token that is not rotated", async () => {
    revoke();
    refuse = (response, { url }) => {
      if (url !== tokenPath) return false;
      generation += 1;
      sendJson(response, 200, { token_type: "Bearer", access_token: "access-2" });
      return true;
    };
    await clientWith().countUsers({});
    assert.deepEqual(store.kept, { accessToken: "access-2", refreshToken: "refresh-1", renewAt: null });
  });

  it("uses what another window kept meanwhile, without renewing again", async () => {
    const client = clientWith();
    await client.countUsers({});
    generation = 2;
    store.kept = { accessToken: "access-2", refreshToken: "refresh-2", renewAt: null };
    assert.equal(await client.countUsers({}), 147);
    assert.deepEqual(renewals(), []);
  });

  it("renews what another window kept, where that is due as well", async () => {
    const client = clientWith();
    await client.countUsers({});
    generation = 2;
    store.kept = { accessToken: "access-2", refreshToken: "refresh-2", renewAt: Date.now() - 1 };
    assert.equal(await client.countUsers({}), 147);
    assert.equal(renewals().length, 1);
    assert.equal(store.kept.accessToken, "access-3");
  });

  it("reads again what is kept after a refused renewal, where another window was quicker", async () => {
    revoke();
    refuse = (response, { url }) => {
      if (url !== tokenPath) return false;
      generation = 2;
      store.kept = { accessToken: "access-2", refreshToken: "refresh-2", renewAt: null };
      sendJson(response, 400, { error: "invalid_grant" });
      return true;
    };
    assert.equal(await clientWith().countUsers({}), 147);
    assert.equal(renewals().length, 1);
  });

  it("renews where what another window kept is out of date as well", async () => {
    const client = clientWith();
    await client.countUsers({});
    generation = 3;
    store.kept = { accessToken: "access-2", refreshToken: "refresh-3", renewAt: null };
    assert.equal(await client.countUsers({}), 147);
    assert.equal(renewals().length, 1);
  });

  it("is over where the refresh token is refused, and does not ask with it again", async () => {
    revoke();
    generation = 7;
    const client = clientWith();
    const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(client.countUsers({}))));
    assert.deepEqual(new Set(failures.map(({ kind }) => kind)), new Set(["unauthorized"]));
    assert.equal((await failureOf(client.countUsers({}))).kind, "unauthorized");
    assert.equal(renewals().length, 1);
  });

  it("is over where there is no refresh token, or nothing is kept any more", async () => {
    store.kept = { accessToken: "revoked", renewAt: null };
    assert.equal((await failureOf(clientWith().countUsers({}))).kind, "unauthorized");
    store.kept = undefined;
    assert.equal((await failureOf(clientWith().countUsers({}))).kind, "unauthorized");
    assert.deepEqual(renewals(), []);
  });

  it("is refused once more after a renewal that did not help, and then gives up", async () => {
    refuse = (response, { url }) => {
      if (url === tokenPath) return false;
      sendJson(response, 401, { error: { message: "You are not currently logged in." } });
      return true;
    };
    assert.equal((await failureOf(clientWith().countUsers({}))).kind, "unauthorized");
    assert.equal(listener.received.length, 3);
  });

  it("does not use what could not be kept, and keeps it at the next request", async () => {
    revoke();
    const client = clientWith({
      ...store,
      write: (tokens) => {
        if (renewals().length === 1 && listener.received.length < 3) return Promise.reject(new Error("locked"));
        return store.write(tokens);
      },
    });
    await assert.rejects(client.countUsers({}), /locked/);
    assert.ok(listener.received.every(({ headers }) => headers["sessionid"] !== "access-2"));
    assert.equal(await client.countUsers({}), 147);
    assert.equal(renewals().length, 1);
    assert.equal(store.kept?.refreshToken, "refresh-2");
  });

  it("is over after a crash between the server's answer and keeping it", async () => {
    revoke();
    const crashed = clientWith({ ...store, write: () => new Promise(() => undefined) });
    void crashed.countUsers({}).catch(() => undefined);
    await waitUntil(() => generation === 2);
    const later = clientWith({ ...store, claim: () => Promise.resolve(true) });
    assert.equal((await failureOf(later.countUsers({}))).kind, "unauthorized");
    assert.ok(listener.received.every(({ headers }) => headers["sessionid"] !== "access-2"));
  });

  it("waits for what the window that renews will keep, and sends no renewal of its own", async () => {
    revoke();
    assert.equal(await store.claim("refresh-1"), true);
    const waiting = clientWith().countUsers({});
    await waitUntil(() => listener.received.length === 1);
    generation = 2;
    await store.write({ accessToken: "access-2", refreshToken: "refresh-2", renewAt: null });
    assert.equal(await waiting, 147);
    assert.deepEqual(renewals(), []);
  });

  it("renews by itself where the window that was about to could not", async () => {
    revoke();
    assert.equal(await store.claim("refresh-1"), true);
    const waiting = clientWith().countUsers({});
    await waitUntil(() => listener.received.length === 1);
    await store.release("refresh-1");
    assert.equal(await waiting, 147);
    assert.equal(renewals().length, 1);
  });

  it("looks again for what a window keeps whose claims it cannot see, before it says that it is over", async () => {
    revoke();
    refuse = (response, { url }) => {
      if (url !== tokenPath) return false;
      generation = 2;
      sendJson(response, 400, { error: "invalid_grant" });
      return true;
    };
    const looks: number[] = [];
    const read = async () => {
      if (renewals().length > 0 && looks.push(generation) === 3)
        await store.write({ accessToken: "access-2", refreshToken: "refresh-2", renewAt: null });
      return store.read();
    };
    const client = clientWith({ ...store, read }, 4, 60_000);
    assert.equal(await client.countUsers({}), 147);
    assert.equal(renewals().length, 1);
  });

  it("is not ended by a window that never sees what another one keeps, as in a browser", async () => {
    revoke();
    const stale = store.kept;
    const [one, other] = [clientWith(), clientWith({ ...store, read: () => Promise.resolve(stale) })];
    assert.equal(await one.countUsers({}), 147);
    await store.release("refresh-1");
    assert.equal((await failureOf(other.countUsers({}))).kind, "outdated");
    assert.equal(renewals().length, 1, "a refresh token was used again, with which some servers end the sign-in");
    assert.equal(await one.countUsers({}), 147);
  });

  it("says what kept a renewal from being answered, and is still good afterward", async () => {
    revoke();
    refuse = (response, { url }) => {
      if (url !== tokenPath) return false;
      sendJson(response, 429, { error: true, message: "Slow down" });
      return true;
    };
    assert.equal((await failureOf(setActive(clientWith(), "a", false))).kind, "throttled");
    refuse = undefined;
    assert.equal(await clientWith().countUsers({}), 147);
  });

  it("lets whoever cancels go while the others still wait for the renewal", async () => {
    revoke();
    let answerLater: (() => void) | undefined;
    refuse = (response, { url, body }) => {
      if (url !== tokenPath) return false;
      answerLater = () => renew(response, new URLSearchParams(body));
      return true;
    };
    const client = clientWith();
    const controller = new AbortController();
    const canceled = client.countUsers({}, { signal: controller.signal });
    const patient = client.countUsers({});
    await waitUntil(() => answerLater !== undefined && listener.received.length === 3);
    controller.abort(new Error("enough"));
    await assert.rejects(canceled, /enough/);
    answerLater!();
    assert.equal(await patient, 147);
    assert.equal(renewals().length, 1);
  });

  it("sends a change again after a renewal, because a refused one was not made", async () => {
    revoke();
    refuse = (response, { method, headers }) => {
      if (method !== "PUT" || headers["sessionid"] !== `access-${generation}`) return false;
      sendJson(response, 200, { data: { ID: "a", isActive: false } });
      return true;
    };
    assert.equal(await setActive(clientWith(), "a", false), false);
    assert.equal(renewals().length, 1);
  });

  it("leaves no token in an error, even where the host repeats it", async () => {
    const token = `secret-${"x".repeat(400)}`;
    store.kept = { accessToken: "revoked", refreshToken: token, renewAt: null };
    refuse = (response, { url, body }) => {
      if (url !== tokenPath) return false;
      const sent = new URLSearchParams(body).get("refresh_token");
      sendJson(response, 400, { error: "invalid_grant", error_description: `No token ${sent} here` });
      return true;
    };
    assert.equal((await failureOf(clientWith().countUsers({}))).words, "No token … here");
    store.kept = { accessToken: "access-1", refreshToken: token, renewAt: null };
    refuse = (response, { headers }) => {
      sendJson(response, 422, { error: { message: `What is ${String(headers["sessionid"])}?` } });
      return true;
    };
    assert.equal((await failureOf(clientWith().countUsers({}))).words, "What is …?");
  });
});
