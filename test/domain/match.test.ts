import assert from "node:assert/strict";
import fc from "fast-check";
import { matchUsers, readList, type Match } from "../../src/domain/match";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";
import { userDetail } from "../support/users";

describe("A list of users", () => {
  const emails = async (content: string) => (await readList(content)).map((entry) => entry.emails);

  it("is read with commas, semicolons or tabs, with or without header, quotes and byte order mark", async () => {
    const bo = [["bo@example.com"], ["cy.o'neil@example.com"]];
    for (const content of [
      "bo@example.com\ncy.o'neil@example.com",
      "\uFEFFName,Email\r\nBo,bo@example.com\r\nCy,cy.o'neil@example.com\r\n",
      'Name;Mail\n"Doe; Bo";bo@example.com\n"O\'Neil, Cy";cy.o\'neil@example.com',
      "Bo\tbo@example.com\nCy\tcy.o'neil@example.com",
      "Bo <bo@example.com>\nCy O'Neil <cy.o'neil@example.com>",
      '"Doe, Bo" <bo@example.com>\n"O\'Neil, Cy" <cy.o\'neil@example.com>',
      "bo@example.com, cy.o'neil@example.com",
      "Bo <bo@example.com>; Cy <cy.o'neil@example.com>;",
      "mailto:bo@example.com\n\n\nmailto:cy.o'neil@example.com\n",
    ])
      assert.deepEqual(
        (await emails(content)).filter((found) => found.length > 0),
        bo,
        content,
      );
  });

  it("holds each line once, whatever its case", async () => {
    assert.equal((await readList("bo@example.com\nBO@example.com\nbo@example.com\n")).length, 1);
  });

  it("takes off the apostrophe that our export puts before a formula, and no other", async () => {
    const [plus, apostrophe] = await readList("'+49\n'tHooft\n");
    assert.deepEqual([plus?.usernames, apostrophe?.usernames], [["+49"], ["'tHooft"]]);
  });

  it("of nothing is empty", async () => {
    for (const content of ["", "\uFEFF", "\n\n", " ; ; \n\t\n"]) assert.deepEqual(await readList(content), []);
  });

  it("gives back each email of any table that it is written to, and nothing else", async () => {
    const cell = fc.string({ maxLength: 12 }).filter((text) => !/[@"]/.test(text) && !/^[0-9a-f]{32}$/i.test(text));
    const row = fc.record({
      email: fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,8}[a-z0-9]@[a-z]{2,6}\.(com|org)$/),
      before: cell,
      after: cell,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { minLength: 2, maxLength: 10, selector: ({ email }) => email.toLowerCase() }),
        fc.constantFrom(",", ";", "\t"),
        async (rows, delimiter) => {
          const quoted = (text: string) => `"${text}"`;
          const lines = rows.map(({ before, email, after }) => [before, email, after].map(quoted).join(delimiter));
          assert.deepEqual(
            await emails(lines.join("\r\n")),
            rows.map(({ email }) => [email]),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("never makes reading fail, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (content) => Array.isArray(await readList(content))),
    );
  });
});

describe("Matching a list", () => {
  let sandbox: Sandbox;
  let bo: SandboxUser;
  let cy: SandboxUser;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 20, hostileNames: true });
    const add = (username: string, emailAddr: string, more = {}) =>
      sandbox.directory.addUser({ name: username, username, emailAddr, ...more });
    bo = add("bo", "bo@example.com");
    cy = add("cy.low", "Cy@Example.com", { isActive: false });
    add("dup1", "dup@example.com");
    add("dup2", "dup@example.com", { isActive: false });
  });
  afterEach(() => sandbox.stop());

  async function match(content: string): Promise<[string, Match["kind"], ...string[]][]> {
    const found = await matchUsers(clientFor(sandbox), await readList(content), { wish: "deactivate" });
    return found.map((one) => {
      const users = one.kind === "several" ? one.users : one.kind === "notFound" ? [] : [one.user];
      return [one.entry.text, one.kind, ...users.map(({ ID }) => ID).sort()];
    });
  }

  it("finds by email, username and ID, whatever the case", async () => {
    assert.deepEqual(await match(`BO@example.com\n`), [["BO@example.com", "matched", bo.ID]]);
    assert.deepEqual(await match(`Bo`), [["Bo", "matched", bo.ID]]);
    assert.deepEqual(await match(bo.ID.toUpperCase()), [[bo.ID.toUpperCase(), "matched", bo.ID]]);
    assert.deepEqual(await match("cy@example.com"), [["cy@example.com", "asWished", cy.ID]]);
  });

  it("tells what was not found, and whom several users are called", async () => {
    const { directory } = sandbox;
    const both = directory.usersWhere(({ emailAddr }) => emailAddr === "dup@example.com").map(({ ID }) => ID);
    assert.deepEqual(await match("nobody@example.com\ndup@example.com\nbo@example.com"), [
      ["nobody@example.com", "notFound"],
      ["dup@example.com", "several", ...both.sort()],
      ["bo@example.com", "matched", bo.ID],
    ]);
  });

  it("does not take a header for somebody who was not found, and finds whoever is called like one", async () => {
    const rows = "Username;Team\nbo;Web\n";
    assert.deepEqual(await match(rows), [["bo · Web", "matched", bo.ID]]);
    sandbox.directory.addUser({ username: "username", name: "U" });
    assert.equal((await match(rows)).length, 2);
  });

  it("leaves a line that names two users to a person", async () => {
    const [[, kind, ...ids] = []] = await match("bo@example.com;cy@example.com\nx@example.com;y@example.com");
    assert.equal(kind, "several");
    assert.deepEqual(ids, [bo.ID, cy.ID].sort());
  });

  it("counts a user once who is named twice in different ways", async () => {
    assert.deepEqual(await match(`bo@example.com\n${bo.ID}\nbo\n`), [["bo@example.com", "matched", bo.ID]]);
  });

  it("matches nobody by a part of a name, nor where the server ignores what it was asked for", async () => {
    assert.deepEqual(await match("bo@example.co\nb\n%\n*"), [
      ["bo@example.co", "notFound"],
      ["b", "notFound"],
      ["%", "notFound"],
      ["*", "notFound"],
    ]);
    const ignoring = { findUsers: () => Promise.resolve([userDetail(), userDetail()]) };
    const [only] = await matchUsers(ignoring, await readList("bo@example.com"), { wish: "deactivate" });
    assert.equal(only?.kind, "notFound");
  });

  it("looks long lists up in batches", async () => {
    const lines = Array.from({ length: 250 }, (_, index) => `leaver${index}@example.com`);
    sandbox.clearRequests();
    assert.equal((await match([...lines, "bo@example.com"].join("\n"))).at(-1)?.[1], "matched");
    assert.equal(sandbox.requests.length, 6);
  });
});
