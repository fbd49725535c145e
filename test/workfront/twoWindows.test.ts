import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { authorizationAddress, createProof, exchangeCode } from "../../src/workfront/oauth";
import type { Tokens } from "../../src/workfront/oauthCredential";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { transportTo } from "../support/client";
import { consent } from "../support/consent";
import { removeFolder } from "../support/removeFolder";

const program = path.resolve(__dirname, "../support/renewingWindow.ts");

describe("two windows, each a process of its own", () => {
  let sandbox: Sandbox;
  let folder: string;
  const started: { readonly stop: () => Promise<unknown> }[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox({ era: "2026", users: 12 });
    folder = await mkdtemp(path.join(tmpdir(), "windows-"));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ stop }) => stop()));
    await sandbox.stop();
    await removeFolder(folder);
  });

  const tokens = async () => JSON.parse(await readFile(path.join(folder, "tokens.json"), "utf8")) as Tokens;

  async function signIn() {
    const application = { clientId: sandbox.oauth.clientId, redirectAddress: sandbox.oauth.redirectUris[0]! };
    const proof = createProof();
    const { searchParams } = await consent(await authorizationAddress(sandbox.url, application, proof));
    const given = await exchangeCode(transportTo(sandbox.url), application, proof, searchParams);
    await writeFile(path.join(folder, "tokens.json"), JSON.stringify(given));
    return application;
  }

  async function openWindow(application: object) {
    const assignment = JSON.stringify({ url: sandbox.url, folder, application });
    const child = spawn(process.execPath, ["--import", "tsx", program, assignment], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    started.push({ stop: () => (child.kill(), ended) });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const answer = async () => ((await lines.next()) as { value: string }).value;
    assert.equal(await answer(), "ready");
    return () => {
      child.stdin.write("count\n");
      return answer();
    };
  }

  for (const rotates of [true, false])
    it(`stay signed in where both renew at the same moment, 25 times; refresh tokens ${rotates ? "work once" : "stay"}`, async function () {
      this.timeout(60_000);
      sandbox.oauth.endsReusedSignIns = true;
      sandbox.oauth.rotatesRefreshTokens = rotates;
      const application = await signIn();
      const counts = await Promise.all([openWindow(application), openWindow(application)]);
      for (let round = 0; round < 25; round += 1) {
        sandbox.oauth.expire((await tokens()).accessToken);
        assert.deepEqual(await Promise.all(counts.map((count) => count())), ["12", "12"], `round ${round}`);
      }
      const renewals = sandbox.requests.filter(({ parameters }) => parameters.get("grant_type") === "refresh_token");
      if (rotates) assert.equal(renewals.length, 25);
    });
});
