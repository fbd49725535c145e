import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { createHttpPatch, createProxyResolver, LogLevel, type ProxyAgentParams } from "@vscode/proxy-agent";
import { Transport } from "../../src/workfront/transport";
import { startSandbox, type Sandbox } from "../sandbox/server";

type Setting = "off" | "on" | "fallback" | "override";

/** A proxy on this computer that leads every host to one address, and counts what passes. */
async function startProxy(target: URL) {
  const passed: string[] = [];
  const server = http.createServer((request, response) => {
    passed.push(request.url ?? "");
    const { pathname, search } = new URL(request.url ?? "");
    const { method = "GET", headers } = request;
    const onward = http.request(new URL(pathname + search, target), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on("connect", ({ url = "" }, client: Socket) => {
    passed.push(url);
    const onward = connect(Number(target.port), target.hostname, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    onward.pipe(client).pipe(onward);
    onward.on("error", () => client.destroy());
    client.on("error", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, passed, stop };
}

/** What VS Code does to the modules of its extension host (`workbench/api/node/proxyResolver.ts`). */
function patchModules(setting: Setting, proxy: string | undefined): () => void {
  const quiet = () => undefined;
  const params: ProxyAgentParams = {
    resolveProxy: () => Promise.resolve("DIRECT"),
    getProxyURL: () => proxy,
    getProxySupport: () => setting,
    isAdditionalFetchSupportEnabled: () => true,
    isWebSocketPatchEnabled: () => false,
    addCertificatesV1: () => false,
    addCertificatesV2: () => false,
    loadSystemCertificatesFromNode: () => false,
    loadAdditionalCertificates: () => Promise.resolve([]),
    log: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    getLogLevel: () => LogLevel.Off,
    proxyResolveTelemetry: quiet,
    isUseHostProxyEnabled: () => true,
    env: {},
  };
  const { resolveProxyWithRequest } = createProxyResolver(params);
  const originals = [http, https].map((module) => ({ module, original: { ...module } }));
  for (const { module, original } of originals)
    Object.assign(module, createHttpPatch(params, original as typeof https, resolveProxyWithRequest));
  return () => {
    for (const { module, original } of originals)
      Object.assign(module, { get: original.get, request: original.request });
  };
}

describe("a request in an editor that sets a proxy", () => {
  let sandbox: Sandbox;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let restore: () => void;

  // The package counts what it resolves for ten minutes, which would keep the tests from ending.
  const { setTimeout } = globalThis;
  const unheld = (work: () => void, milliseconds: number) => setTimeout(work, milliseconds).unref();
  before(() => Object.assign(globalThis, { setTimeout: unheld }));
  after(() => Object.assign(globalThis, { setTimeout }));

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 3 });
    proxy = await startProxy(new URL(sandbox.url));
  });
  afterEach(async () => {
    restore();
    proxy.stop();
    await sandbox.stop();
  });

  /** Asks as the extension does, which knows the setting. */
  async function ask(origin: string, setting: Setting): Promise<void> {
    const bringsAgent = () => setting !== "on";
    const transport = new Transport({ origin, timeout: () => 5000, bringsAgent, log: () => undefined });
    const headers = { apiKey: sandbox.administrator.apiKey };
    for (let time = 0; time < 3; time += 1)
      assert.ok(await transport.send({ method: "GET", path: "/attask/api/v22.0/USER/count", headers }));
    transport.dispose();
  }

  for (const setting of ["on", "fallback", "override"] as const)
    it(`goes through the proxy where http.proxySupport is ${setting}`, async () => {
      restore = patchModules(setting, proxy.url);
      await ask("http://acme.my.workfront.example", setting);
      assert.equal(sandbox.requests.length, 3);
      assert.ok(proxy.passed.length > 0);
      assert.ok(proxy.passed.every((passed) => passed.includes("acme.my.workfront.example")));
    });

  it("does not go through the proxy where http.proxySupport is off", async () => {
    restore = patchModules("off", proxy.url);
    await ask(sandbox.url, "off");
    assert.equal(sandbox.requests.length, 3);
    assert.deepEqual(proxy.passed, []);
    await assert.rejects(ask("http://acme.my.workfront.invalid", "off"));
  });

  for (const setting of ["off", "on", "fallback", "override"] as const)
    it(`goes directly where there is no proxy and http.proxySupport is ${setting}`, async () => {
      restore = patchModules(setting, undefined);
      await ask(sandbox.url, setting);
      assert.equal(sandbox.requests.length, 3);
    });

  it("would leave the proxy out where http.proxySupport is on and it brought an agent", async () => {
    restore = patchModules("on", proxy.url);
    await assert.rejects(ask("http://acme.my.workfront.invalid", "override"));
    assert.deepEqual(proxy.passed, []);
  });
});
