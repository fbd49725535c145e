import assert from "node:assert/strict";
import fc from "fast-check";
import type { WorkfrontClient } from "../../src/workfront/client";
import { encode, encodeForm, userParameters, type Parameter, type UserCriteria } from "../../src/workfront/query";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";

/** What UTF-8 can carry of a text: half a surrogate pair becomes the replacement character. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** Text with everything in it that means something to addresses, forms, JSON, Workfront or people's scripts. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.constantFrom(
        "&",
        "=",
        "+",
        "%",
        "%20",
        "#",
        "?",
        ";",
        "$$",
        "$$USER",
        "$$TODAY-1d",
        "'",
        '"',
        "\\",
        "{}",
        ":",
      ),
      fc.constantFrom("OR:1:", "_Mod", "\ud83d", "\ude00", "😀", "עדה", "\u202e", "\0", "\r\n", " ", "، ", "İ", "null"),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => pieces.join(""));

describe("parameters", () => {
  it("of any names and values are encoded so that they are read as they were, without a plus", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText)), (parameters) => {
        const encoded = encodeForm(parameters);
        assert.match(encoded, /^[\w.*%&=-]*$/);
        assert.deepEqual(
          [...new URLSearchParams(encoded)],
          parameters.map((pair) => pair.map(wellFormed)),
        );
      }),
    );
  });

  it("whose names Workfront takes for credentials are filters in JSON instead", () => {
    const credential = fc.constantFrom("username", "password", "apiKey", "sessionID");
    const name = fc.tuple(credential, fc.constantFrom("", "_Mod", "_Range")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string()), { minLength: 1, maxLength: 6 }), (filters) => {
        const plain: Parameter[] = [["name", "Ada"]];
        const decoded = new URLSearchParams(encode([...plain, ...filters]));
        assert.deepEqual([...decoded.keys()], ["name", "filters"]);
        const sent = JSON.parse(decoded.get("filters") ?? "") as Record<string, string | string[]>;
        for (const [key] of filters)
          assert.deepEqual(
            [sent[key]].flat(),
            filters.filter(([other]) => other === key).map(([, value]) => value),
          );
      }),
    );
  });
});

describe("a search", () => {
  let sandbox: Sandbox;
  let client: WorkfrontClient;

  before(async () => {
    sandbox = await startSandbox({ users: 1 });
    client = clientFor(sandbox);
  });
  after(() => sandbox.stop());

  it("for any text asks the server for exactly that text", async () => {
    const text = anyText.filter((one) => one.trim() !== "");
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        sandbox.clearRequests();
        // A word like `$$TODAY` may be more than the server understands; what it was asked is what counts here.
        await client.countUsers({ text: typed }, { retries: 0 }).catch(() => undefined);
        const words = typed.trim().split(/\s+/);
        const { parameters } = sandbox.requests[0]!;
        for (const name of ["name", "OR:1:emailAddr", "OR:2:username"]) {
          assert.deepEqual(parameters.getAll(name), [wellFormed(words.join(" "))]);
          assert.equal(parameters.get(`${name}_Mod`), words.length > 1 ? "cicontainsall" : "cicontains");
        }
        assert.equal([...parameters].length, 6);
      }),
      { numRuns: 400 },
    );
  });

  it("for nothing asks for everybody", async () => {
    for (const criteria of [{}, { text: undefined }, { text: "" }, { text: " \t\n" }, { isActive: undefined }])
      assert.deepEqual(userParameters(criteria), [], JSON.stringify(criteria));
    assert.equal(await client.countUsers({}), 1);
  });

  it("for a whole ID asks for that user alone, however it was pasted", async () => {
    const { ID } = sandbox.administrator;
    for (const text of [ID, ID.toUpperCase(), `  ${ID}\n`]) {
      const users = await client.searchUsers({ text }, { first: 0, limit: 10 });
      assert.deepEqual(
        users.map((user) => user.ID),
        [ID],
      );
    }
  });

  it("with usernames leaves none where the server would take it for a credential", async () => {
    const typed = ["o'brien+1@example.com", 'a"b\\c', "عدة@example.com", "ÅNGSTRÖM"];
    const wanted = typed.map((username) => sandbox.directory.addUser({ username: username.toLowerCase() }).ID);
    sandbox.clearRequests();
    const found = await client.findUsersByUsername(typed);
    assert.deepEqual(found.map(({ ID }) => ID).sort(), wanted.sort());
    const [request] = sandbox.requests;
    assert.equal(request?.parameters.has("username"), false);
    assert.deepEqual(request.parameters.getAll("OR:1:username"), typed);
    assert.equal(request.parameters.get("OR:1:username_Mod"), "ciin");
  });

  it("finds and counts exactly those in whose name, email or username all words occur, whatever they consist of", async () => {
    const piece = fc.constantFrom("an", "NA", "ö", "Ö", "'", "%", "_", "*", "&", "+", "中", "🙂", "$", "(", "\\", "א");
    const word = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(""));
    const words = fc.array(word, { maxLength: 3 }).map((several) => several.join(" "));
    const someone = fc.record({ name: words, emailAddr: fc.option(word), username: word, isActive: fc.boolean() });
    const searches = fc.array(fc.record({ text: words, isActive: fc.option(fc.boolean(), { nil: undefined }) }));
    await fc.assert(
      fc.asyncProperty(fc.array(someone, { maxLength: 8 }), searches, async (people, criteria) => {
        const everybody = replaceEverybody(people);
        for (const asked of criteria) {
          const expected = everybody.filter((user) => meets(user, asked)).map(({ ID }) => ID);
          const found = await client.searchUsers(asked, { first: 0, limit: 100 });
          assert.deepEqual(found.map(({ ID }) => ID).sort(), expected.sort());
          assert.equal(await client.countUsers(asked), expected.length);
        }
      }),
    );
  });

  /** Only the administrator stays. */
  function replaceEverybody(people: readonly Partial<SandboxUser>[]): SandboxUser[] {
    const { users } = sandbox.directory;
    for (const ID of [...users.keys()]) if (ID !== sandbox.administrator.ID) users.delete(ID);
    for (const person of people) sandbox.directory.addUser(person);
    return [...users.values()];
  }

  function meets(user: SandboxUser, { text = "", isActive = user.isActive }: UserCriteria): boolean {
    const sought = text.toLowerCase().split(" ");
    const texts = [user.name, user.emailAddr ?? "", user.username].map((one) => one.toLowerCase());
    return user.isActive === isActive && texts.some((one) => sought.every((word) => one.includes(word)));
  }

  it("repeats every other condition in each alternative, because Workfront's stand alone", () => {
    const groups = ["a".repeat(32), "b".repeat(32)];
    const anyCriteria = fc.record({
      text: fc.constantFrom("", "Ada", "Ada Lovelace"),
      licenseTypes: fc.subarray(["F", null]),
      homeGroupIDs: fc.subarray([...groups, null]),
      notLoggedInDays: fc.option(fc.nat(100), { nil: undefined }),
      neverLoggedIn: fc.constantFrom(true, undefined),
      isActive: fc.boolean(),
    });
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        const alternatives = new Map<string, Parameter[]>();
        for (const [name, value] of userParameters({ ...criteria, accessLevelIDs: groups })) {
          const [, group = "", field = ""] = /^(OR:\d+:)?(.+)$/.exec(name) ?? [];
          alternatives.set(group, [...(alternatives.get(group) ?? []), [field, value]]);
        }
        for (const conditions of alternatives.values()) {
          const valuesOf = (field: string) => conditions.filter(([name]) => name === field).map(([, value]) => value);
          assert.deepEqual(valuesOf("isActive"), [String(criteria.isActive)]);
          assert.deepEqual(valuesOf("accessLevelID"), groups);
        }
      }),
    );
  });
});
