import assert from "node:assert/strict";
import * as vscode from "vscode";
import { Connections } from "../../src/ui/connections/connections";
import { openSession } from "../../src/ui/connections/openSession";
import { signInWithKey, signInWithTokens } from "../../src/domain/signIn";
import { Log } from "../../src/ui/editor/log";
import { Settings } from "../../src/ui/editor/settings";
import { authorizationAddress, createProof, exchangeCode } from "../../src/workfront/oauth";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { setActive, transportTo } from "../support/client";
import { consent } from "../support/consent";
import { failureOf } from "../support/failure";
import { KeptState } from "../support/memoryContext";
import { waitUntil } from "../support/waitUntil";

describe("connections in several windows", () => {
  const settings = new Settings();
  const log = new Log();
  let sandbox: Sandbox;
  let kept: KeptState;
  let opened: Connections[];

  beforeEach(async () => {
    sandbox = await startSandbox({ era: "2026", users: 12 });
    kept = new KeptState();
    opened = [];
  });
  afterEach(async () => {
    for (const connections of opened) connections.dispose();
    await sandbox.stop();
  });

  async function openWindow(): Promise<Connections> {
    const connections = new Connections(kept.window(), settings, log, () => Promise.resolve(openSession));
    opened.push(connections);
    await connections.open();
    return connections;
  }

  async function signIn(connections: Connections): Promise<void> {
    const transport = transportTo(sandbox.url);
    const proof = createProof();
    const { clientId } = sandbox.oauth;
    const redirectAddress = "code-oss://workfront-tools.workfront-users/callback";
    const application = { clientId, redirectAddress };
    const { searchParams } = await consent(await authorizationAddress(sandbox.url, application, proof));
    const tokens = await exchangeCode(transport, application, proof, searchParams);
    const signedIn = await signInWithTokens(transport, application, tokens, settings);
    await connections.add({ origin: sandbox.url, way: "oauth", clientId, redirectAddress }, signedIn);
  }

  const someone = () => [...sandbox.directory.users.values()].find(({ isActive }) => isActive)!.ID;
  const keptTokens = () => JSON.parse(kept.secrets[0]!) as { accessToken: string; renewAt: number };
  const count = (connections: Connections) => connections.session!.client.countUsers({});

  it("are the same in a window that opens later, with the one chosen last as its own", async () => {
    await signIn(await openWindow());
    const later = await openWindow();
    assert.equal(later.current?.clientId, sandbox.oauth.clientId);
    assert.equal(await count(later), 12);
  });

  it("go on with the same session where tokens are renewed, here or there", async () => {
    const one = await openWindow();
    await signIn(one);
    const other = await openWindow();
    const sessions = [one.session, other.session];
    for (const connections of [one, other, one, other, other]) {
      const { accessToken } = keptTokens();
      sandbox.oauth.expire(accessToken);
      assert.equal(await count(connections), 12);
      assert.notEqual(keptTokens().accessToken, accessToken);
    }
    assert.deepEqual([one.session, other.session], sessions);
  });

  it("stay signed in where two windows renew at the same moment, 10 times", async () => {
    sandbox.oauth.endsReusedSignIns = true;
    const one = await openWindow();
    await signIn(one);
    const windows = [one, await openWindow()];
    for (let round = 0; round < 10; round += 1) {
      sandbox.oauth.expire(keptTokens().accessToken);
      assert.deepEqual(await Promise.all(windows.map(count)), [12, 12]);
    }
    const renewals = sandbox.requests.filter(({ parameters }) => parameters.get("grant_type") === "refresh_token");
    assert.equal(renewals.length, 10);
  });

  it("begin anew where another window signed in again after the sign-in had ended", async () => {
    const one = await openWindow();
    await signIn(one);
    const other = await openWindow();
    sandbox.oauth.revoke();
    const ended = one.session;
    await ended!.directory.refresh();
    assert.equal(ended!.directory.state.kind, "failed");
    await signIn(other);
    await waitUntil(() => one.session !== undefined && one.session !== ended);
    assert.equal(await count(one), 12);
  });

  it("lose their session where another window disconnects", async () => {
    const one = await openWindow();
    await signIn(one);
    const other = await openWindow();
    await other.remove(one.current!.id);
    await waitUntil(() => one.session === undefined);
    assert.deepEqual(one.all, []);
    assert.deepEqual(kept.secrets, []);
  });

  it("keep their name, their place and their right to change when somebody signs in again another way", async () => {
    const connections = await openWindow();
    await signIn(connections);
    const { id } = connections.current!;
    await connections.rename(id, "Ours");
    await connections.setReadOnly(true);
    const { apiKey } = sandbox.administrator;
    const signedIn = await signInWithKey(transportTo(sandbox.url), apiKey, settings);
    await connections.add({ origin: sandbox.url, way: "apiKey" }, signedIn);
    const { name, readOnly, way, clientId } = connections.current!;
    assert.deepEqual(
      { name, readOnly, way, clientId },
      { name: "Ours", readOnly: true, way: "apiKey", clientId: undefined },
    );
    assert.deepEqual(kept.secrets, [apiKey]);
  });

  it("ask again what licenses are called where that could not be read at first", async () => {
    const connections = await openWindow();
    await signIn(connections);
    const session = connections.session!;
    const isMetadata = ({ path }: { path: string }) => path.endsWith("/metadata");
    const fault = sandbox.fail({ match: isMetadata, effect: { kind: "status", status: 403 } });
    assert.equal((await session.licenseLabels()).size, 0);
    fault.remove();
    assert.ok((await session.licenseLabels()).size > 0);
  });

  it("go on in another version where the one that is remembered is withdrawn, whatever is asked first", async () => {
    const connections = await openWindow();
    await signIn(connections);
    const { session } = connections;
    for (const [version, next] of [
      ["v22.0", "v21.0"],
      ["v21.0", "v20.0"],
    ]) {
      sandbox.fail({
        match: ({ path }) => path.startsWith(`/attask/api/${version}/`),
        effect: { kind: "status", status: 410 },
      });
      sandbox.clearRequests();
      const { client } = connections.session!;
      const answers = await Promise.all([client.whoAmI(), client.countUsers({}), setActive(client, someone(), true)]);
      assert.equal(answers[1], 12);
      assert.equal(connections.current?.version, next);
      const agreeing = sandbox.requests.filter(({ path }) => path === `/attask/api/${next}/USER`);
      assert.equal(agreeing.length, 2, "one by who-am-I, one to agree");
    }
    assert.equal(connections.session, session);
  });

  it("refuse changes from the moment on at which one is made read-only, in every window and without a new session", async () => {
    const one = await openWindow();
    await signIn(one);
    const other = await openWindow();
    const sessions = [one.session!, other.session!];
    await other.setReadOnly(true);
    for (const { client } of sessions)
      assert.equal((await failureOf(setActive(client, someone(), true))).kind, "readOnly");
    assert.deepEqual([one.session, other.session], sessions);
    assert.equal(one.session?.connection.readOnly, true);
    await one.setReadOnly(false);
    assert.equal(await setActive(sessions[1]!.client, someone(), true), true);
  });

  it("refuse changes once they are removed, also in what still holds their session", async () => {
    const connections = await openWindow();
    await signIn(connections);
    const { client } = connections.session!;
    await connections.remove(connections.current!.id);
    assert.equal((await failureOf(setActive(client, someone(), true))).kind, "readOnly");
  });

  it("say which versions are served where the settings ask for another", async () => {
    const connections = await openWindow();
    await signIn(connections);
    const configuration = vscode.workspace.getConfiguration("workfrontUsers");
    await configuration.update("apiVersion", "v15.0", vscode.ConfigurationTarget.Global);
    try {
      await waitUntil(() => connections.session?.client.version === "v15.0");
      const { kind, version, served } = await failureOf(count(connections));
      assert.deepEqual({ kind, version }, { kind: "versionRefused", version: "v15.0" });
      assert.deepEqual(served, ["v22.0", "v21.0", "v20.0", "v19.0", "v18.0"]);
    } finally {
      await configuration.update("apiVersion", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
