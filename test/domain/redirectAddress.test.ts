import assert from "node:assert/strict";
import { answerTo, parseRedirectAddress, relayPage, stateFor } from "../../src/domain/redirectAddress";

const nonce = "n0nce_-4711";
const callback = `vscode://workfront-tools.workfront-users/callback?nonce=${nonce}&windowId=3`;

/** What the page does: it goes to the address in `state` and adds what it was called with. */
function relayed(query: URLSearchParams): URL {
  const target = new URL(decodeURIComponent(query.get("state") ?? ""));
  for (const [name, value] of query) target.searchParams.append(name, value);
  return target;
}

describe("a redirect address of the organization", () => {
  it("is any https address, letter by letter as it was typed", () => {
    for (const address of [
      "https://intranet.acme.example/workfront",
      "https://Intranet.Acme.example/Workfront/",
      "https://acme.example/sign-in?app=workfront%20users",
      "https://localhost:8443/done",
    ])
      assert.equal(parseRedirectAddress(`  ${address}\n`), address);
  });

  it("is nothing that a browser does not reach through https, or that cannot be registered", () => {
    for (const text of [
      "",
      "acme.example",
      "http://acme.example/done",
      "vscode://workfront-tools.workfront-users/callback",
      "javascript:alert(1)",
      "https://",
      "https://ada:secret@acme.example/",
      "https://acme.example/#done",
      "https://acme.example/a b",
    ])
      assert.equal(parseRedirectAddress(text), undefined, text);
  });
});

describe("what comes back with the browser", () => {
  const state = stateFor(relayPage, nonce, callback);

  it("is asked for with the nonce alone, except through the page that needs to know where to go on to", () => {
    assert.equal(stateFor("https://acme.example/done", nonce, callback), nonce);
    assert.equal(stateFor("vscode://workfront-tools.workfront-users/callback", nonce, callback), nonce);
    assert.equal(decodeURIComponent(state), callback);
  });

  const ways: [way: string, query: (answer: URLSearchParams) => string][] = [
    ["as Workfront sent it", (answer) => answer.toString()],
    ["through the page", (answer) => relayed(answer).search],
    ["through the page, decoded by the editor", (answer) => decodeURIComponent(relayed(answer).search)],
    ["through the page, decoded twice", (answer) => decodeURIComponent(decodeURIComponent(relayed(answer).search))],
    ["through a page that decodes the state", (answer) => `code=c&state=${answer.get("state")}`],
    [
      "through a page that encodes the state once more",
      (answer) => `code=c&state=${encodeURIComponent(answer.toString().split("state=")[1]!)}`,
    ],
    ["through a page that keeps the state to itself", () => `nonce=${nonce}&code=c`],
  ];
  for (const [way, query] of ways) {
    it(`is known ${way}`, () => {
      const answer = answerTo(state, new URLSearchParams(query(new URLSearchParams({ code: "c", state }))));
      assert.ok(answer);
      assert.equal(answer.get("code"), "c");
      assert.equal(answer.get("state"), state);
    });
  }

  it("is known by the bare nonce where no page is between", () => {
    const answer = new URLSearchParams({ code: "c", state: nonce });
    assert.equal(String(answerTo(nonce, answer)), String(answer));
  });

  for (const query of [
    "",
    "code=c",
    "code=c&state=",
    "code=c&nonce=",
    "code=c&state=another",
    `code=c&state=${nonce}x`,
    `code=c&state=${nonce}&state=another`,
    `code=c&state=${encodeURIComponent(`vscode://a.b/callback?nonce=${nonce}x`)}`,
    `code=c&state=%E0%A4%A`,
    `code=c&nonce=another`,
  ])
    it(`is a stranger's where it says "${query}"`, () => {
      for (const sent of [nonce, state]) assert.equal(answerTo(sent, new URLSearchParams(query)), undefined);
    });
});
