import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import Module from "node:module";
import type { AddressInfo, Socket } from "node:net";
import path from "node:path";
import * as vscode from "vscode";
import { waitUntil } from "../support/waitUntil";

// Its name lets it run before tests that use commands of the extension.
describe("the extension that was activated", () => {
  const extension = vscode.extensions.getExtension("workfront-tools.workfront-users")!;
  const dist = path.join(extension.extensionPath, "dist") + path.sep;
  const cache = (Module as unknown as { readonly _cache: Readonly<Record<string, unknown>> })._cache;
  const loaded = () =>
    Object.keys(cache)
      .filter((file) => file.startsWith(dist))
      .map((file) => path.basename(file))
      .sort();
  let proxy: Server;
  let passed: string[];
  /** What the extension sent: an editor on the desktop sends requests of its own, too. */
  const sent = () => passed.filter((address) => address.includes("workfront"));

  before(async () => {
    passed = [];
    proxy = createServer((request, response) => {
      passed.push(request.url ?? "");
      response.writeHead(502).end();
    });
    proxy.on("connect", ({ url = "" }, client: Socket) => {
      passed.push(url);
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await vscode.workspace.getConfiguration("http").update("proxy", address, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace.getConfiguration("http").update("proxy", undefined, vscode.ConfigurationTarget.Global);
    proxy.close();
    proxy.closeAllConnections();
  });

  it("has loaded one file, and sent nothing", async () => {
    await extension.activate();
    assert.deepEqual(loaded(), ["extension.js"]);
    assert.deepEqual(sent(), []);
  });

  it("loads what a command needs when it is used, and sends its requests through the proxy of the editor", async () => {
    const answers = { url: "https://acme.my.workfront.com", way: "apiKey", secret: "0123456789abcdef" };
    const connecting = vscode.commands.executeCommand("workfrontUsers.connect", answers);
    await waitUntil(() => sent().length > 0);
    assert.deepEqual(new Set(sent()), new Set(["acme.my.workfront.com:443"]));
    assert.deepEqual(loaded(), ["extension.js", "features.js", "history.js", "openSession.js", "users.js"]);
    // The failure leads back to the question for the key, which is closed as soon as it is there.
    const close = () => void vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    const closing = setInterval(close, 20);
    await connecting;
    clearInterval(closing);
  });
});
