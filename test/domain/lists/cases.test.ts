import assert from "node:assert/strict";
import { readList } from "../../../src/domain/lists/list";
import { NotTextError } from "../../../src/domain/lists/text";
import type { Doubt } from "../../../src/domain/lists/doubts";
import type { Match } from "../../../src/domain/lists/match";
import { startSandbox, type Sandbox, type SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { matchList, type Matched } from "../../support/lists";

describe("A list means exactly what it says", () => {
  let sandbox: Sandbox;
  const people = new Map<string, SandboxUser>();

  before(async () => {
    sandbox = await startSandbox({ users: 20 });
    const add = (username: string, emailAddr: string, more: Partial<SandboxUser> = {}) =>
      people.set(username, sandbox.directory.addUser({ name: username, username, emailAddr, ...more }));
    add("bo", "bo@example.com", { name: "Bo Low" });
    add("cy", "Cy@Example.com", { name: "Cy Low" });
    add("boss", "boss@example.com");
    add("smith", "smith@example.com");
    add("brien", "brien@example.com");
    add("robin", "robin@example.com");
    add("o’brien", "O’Brien@example.com");
    add("gone", "former@example.com", { isActive: false });
    add("dup1", "dup@example.com");
    add("dup2", "dup@example.com", { isActive: false });
    add("jürgen", "juergen@example.com");
    for (const [username] of people) people.set(username.normalize("NFC"), people.get(username)!);
    sandbox.directory.users.get(people.get("jürgen")!.ID)!.username = "jürgen".normalize("NFD");
  });
  after(() => sandbox.stop());

  const match = (content: string | Uint8Array, column?: string): Promise<Matched> =>
    matchList(clientFor(sandbox), content, { selfID: sandbox.administrator.ID, ...(column ? { column } : {}) });

  /** Each line: its number, what became of it, and who it means or may mean. */
  function told({ matches }: Matched): string[] {
    const nameOf = (user: { ID: string }) => [...people].find(([, { ID }]) => ID === user.ID)?.[0] ?? user.ID;
    return matches.map((one) => `${one.entry.line} ${[one.kind, ...usersOf(one).map(nameOf).sort()].join(" ")}`);
  }
  const usersOf = (one: Match) => ("user" in one ? [one.user] : one.kind === "toDecide" ? one.users : []);
  const doubtsOf = ({ matches }: Matched): readonly Doubt[] =>
    matches.flatMap((one) => (one.kind === "toDecide" ? one.doubts : []));
  const accounted = ({ accounting: { counts, total }, list }: Matched) => {
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      total,
    );
    const parts = list.rows.filter(({ part = 1 }) => part > 1).length;
    assert.equal(total - parts, list.lines);
  };

  async function becomes(content: string | Uint8Array, expected: readonly string[], column?: string): Promise<Matched> {
    const matched = await match(content, column);
    assert.deepEqual(told(matched), expected, typeof content === "string" ? content : undefined);
    accounted(matched);
    return matched;
  }

  it("leaves a line to a person whose user is not found although somebody else in it is", async () => {
    const found = await becomes("Name;Email;Manager\nGone One;nosuch@example.com;boss@example.com\n", [
      "2 toDecide boss",
    ]);
    assert.deepEqual(doubtsOf(found), [
      { kind: "missing", text: "nosuch@example.com" },
      { kind: "alsoNamed", text: "boss@example.com" },
    ]);
  });

  it("takes nobody for certain whom only another column names", async () => {
    const found = await becomes("Name;Email;Manager\nGone One;;boss@example.com\nBo;bo@example.com;\n", [
      "2 toDecide boss",
      "3 matched bo",
    ]);
    assert.deepEqual(doubtsOf(found), [{ kind: "otherColumn", text: "boss@example.com" }]);
  });

  it("leaves a line to a person that names a second one", async () => {
    const found = await becomes("Name;Email;Manager\nBo;bo@example.com;boss@example.com\n", ["2 toDecide bo boss"]);
    assert.deepEqual(doubtsOf(found), [{ kind: "alsoNamed", text: "boss@example.com" }]);
  });

  it("takes no part of a name for a username", async () => {
    await becomes("Smith, Bo <bo@example.com>", ["1 matched bo"]);
    await becomes("Smith, Bo <bo@example.com>\nSmith, Cy <cy@example.com>", ["1 matched bo", "2 matched cy"]);
    await becomes("First,Last,Email,Team\nRobin,Wood,,Web\n", ["2 notFound"]);
    await becomes("Smith, Robin", ["1 notFound"]);
    await becomes("Smith;Robin", ["1 notFound"]);
  });

  it("takes no piece of an email for one", async () => {
    for (const piece of [
      'O"Brien@example.com',
      "jo,smith@example.com",
      "jo;smith@example.com",
      "jo:smith@example.com",
      "jo\\smith@example.com",
      "smith@example.com@example.com",
      "smith@example.com.evil",
      "smith@example",
      "jo,smith@example.com\nbo@example.com",
    ])
      assert.deepEqual(told(await match(piece))[0], "1 notFound", piece);
    await becomes("jo smith@example.com", ["1 toDecide smith"]);
    await becomes("jo, smith@example.com", ["1 toDecide smith"]);
    const rest = await becomes("bo@example.com. au\ncy@example.com .au\nSMITH@EXAMPLE.COM. AU", [
      "1 toDecide bo",
      "2 toDecide cy",
      "3 toDecide smith",
    ]);
    assert.deepEqual(doubtsOf(rest)[0], { kind: "wordAfter", text: "bo@example.com", word: "au" });
    await becomes("bo@example.com. Thank you\ncy@example.com. 2. x\nsmith@example.com … left", [
      "1 matched bo",
      "2 matched cy",
      "3 matched smith",
    ]);
    await becomes('O"Brien@example.com\njo,smith@example.com\njo;smith@example.com', [
      "1 notFound",
      "2 notFound",
      "3 notFound",
    ]);
    await becomes("Email\njo,smith@example.com\nbo@example.com", ["2 notFound", "3 matched bo"]);
  });

  it("reads Excel's Unicode Text, and UTF-16 without a mark", async () => {
    const text = "Name\tEmail\r\nBo\tbo@example.com\r\n";
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      little,
      big,
      Buffer.from(`\ufeff${text}`, "utf16le"),
      Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
    ])
      await becomes(bytes, ["2 matched bo"]);
  });

  it("reads Windows-1252 where it is no UTF-8", async () => {
    await becomes(Buffer.from("Name;Email\r\nJ\xfcrgen;bo@example.com\r\n", "latin1"), ["2 matched bo"]);
    const { list } = await match(Buffer.from("Name;Email\r\nJ\xfcrgen \x80;bo@example.com\r\n", "latin1"));
    assert.equal(list.rows[0]?.cells[0], "Jürgen €");
    await becomes(Buffer.from("\ufeffName;Email\r\nJürgen;bo@example.com\r\n"), ["2 matched bo"]);
  });

  it("is not read from a file of Word, Excel, or PDF, which is not text", async () => {
    for (const beginning of ["PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-1.7"]) {
      const reading = readList(Buffer.from(`${beginning}\nName;Email\nBo;bo@example.com\n`, "latin1"));
      await assert.rejects(reading, NotTextError, beginning);
    }
  });

  it("sees through invisible characters, quotes and punctuation around an email", async () => {
    for (const written of [
      "bo@example.com\u200b",
      "\u2060bo@\u00adexample.com\ufeff",
      "\u202abo@example.com\u202c",
      "\u00a0bo@example.com\u00a0",
      "<mailto:bo@example.com|bo@example.com>",
      "“bo@example.com”",
      "„bo@example.com“",
      "'bo@example.com'",
      '="bo@example.com"',
      "bo@example.com?subject=x",
      "mailto:bo@example.com?subject=Your%20account",
      "SMTP:bo@example.com",
      "[bo@example.com](mailto:bo@example.com)",
      "- bo@example.com",
      "1. bo@example.com",
      "(bo@example.com).",
      "Bo bo@example.com",
      "Low, Bo bo@example.com",
      "Email: bo@example.com",
      "bo@example.com (left in May)",
    ])
      assert.deepEqual(told(await match(written)), ["1 matched bo"], JSON.stringify(written));
    await becomes("“O’Brien@example.com”", ["1 matched o’brien"]);
    await becomes("‘O’Brien@example.com’", ["1 matched o’brien"]);
  });

  it("accounts for each of several recipients in one line", async () => {
    await becomes("nosuch@example.com, bo@example.com, nobody@example.com", [
      "1 notFound",
      "1 matched bo",
      "1 notFound",
    ]);
    await becomes('"Low; Bo" <bo@example.com>; Low, Cy <cy@example.com>; Jane Doe;', [
      "1 matched bo",
      "1 matched cy",
      "1 notFound",
    ]);
    await becomes("bo@example.com;cy@example.com", ["1 matched bo", "1 matched cy"]);
    await becomes("bo@example.com cy@example.com", ["1 matched bo", "1 matched cy"]);
    await becomes("Low, Bo <bo@example.com>, Low, Cy <cy@example.com>", ["1 matched bo", "1 matched cy"]);
  });

  it("leaves several emails in one of several lines to a person", async () => {
    const found = await becomes("smith@example.com\nbo@example.com, nosuch@example.com, cy@example.com", [
      "1 matched smith",
      "2 toDecide bo cy",
    ]);
    assert.deepEqual(
      doubtsOf(found).map(({ kind }) => kind),
      ["severalNamed", "missing"],
    );
    assert.equal((await match("Bo\tbo@example.com\tboss@example.com")).choice, undefined);
    await becomes("Bo, bo@example.com, boss@example.com", ["1 toDecide bo boss"]);
  });

  it("does not lose a first line that is no header", async () => {
    await becomes("Jane Doe\nbo@example.com\ncy@example.com", ["1 notFound", "2 matched bo", "3 matched cy"]);
  });

  it("finds the separator that gives every line as many cells", async () => {
    await becomes("Name,Email,Note\nBo,bo@example.com,left; see HR\nCy,cy@example.com,\n", [
      "2 matched bo",
      "3 matched cy",
    ]);
    await becomes("Smith, Bo;bo@example.com;Sales, EMEA\nSmith, Cy;cy@example.com;Sales, APAC", [
      "1 matched bo",
      "2 matched cy",
    ]);
    await becomes("bo@example.com,Sales; EMEA\ncy@example.com,Sales; APAC", ["1 matched bo", "2 matched cy"]);
    await becomes("Name|Email\nBo|bo@example.com\n", ["2 matched bo"]);
    await becomes("sep=|\nName|Email\nBo|bo@example.com\n", ["3 matched bo"]);
  });

  it("lets a stray quote spoil its own cell alone", async () => {
    const { list } = await becomes(
      'Name,Email,Note\n"Low, Bo",bo@example.com,12" screen\n"Low, Cy","cy@example.com","stray\n"Smith, A",smith@example.com,"x"\n',
      ["2 matched bo", "3 matched cy", "4 matched smith"],
    );
    assert.deepEqual(
      list.rows.map(({ cells }) => [cells[0], cells[2]]),
      [
        ["Low, Bo", '12" screen'],
        ["Low, Cy", '"stray'],
        ["Smith, A", "x"],
      ],
    );
  });

  it("asks for a username in the letters that it was given", async () => {
    await becomes("jürgen".normalize("NFD"), ["1 matched jürgen"]);
    await becomes("JÜRGEN".normalize("NFC"), ["1 matched jürgen"]);
  });

  it("does not look for a person in lines that are not about one", async () => {
    const found = await becomes("sep=;\nName;Email\n# boss@example.com stays\nBo;bo@example.com\n\n;;\n", [
      "4 matched bo",
    ]);
    assert.equal(found.accounting.counts.aside, 5);
    await becomes(
      "version:v1.0\nMember object ID or user principal name [memberObjectIdOrUpn] Required\nExample: boss@example.com\nbo@example.com",
      ["4 matched bo"],
    );
    await becomes("sep=;\nbo@example.com;Web\ncy@example.com;Sales", ["2 matched bo", "3 matched cy"]);
    await becomes("version:v1.0\nbo@example.com", ["2 matched bo"]);
    const template = await becomes("version:v1.0\nUser name [userPrincipalName] Required\nbo@example.com", [
      "3 matched bo",
    ]);
    assert.equal(template.choice?.as, "identifiers");
  });

  it("counts lines as the file does, also behind cells with line breaks", async () => {
    const found = await becomes('Name;Email;Note\nBo;bo@example.com;"left\n\nin May"\r\nCy;cy@example.com;x\n', [
      "2 matched bo",
      "5 matched cy",
    ]);
    assert.equal(found.accounting.counts.continued, 2);
  });

  it("tells of duplicates, of users who are as wished, of yourself and of an email that two users have", async () => {
    const self = sandbox.administrator.ID;
    const found = await becomes(
      ["bo@example.com", "BO@example.com", "former@example.com", "dup@example.com", self, people.get("bo")!.ID].join(
        "\n",
      ),
      ["1 matched bo", "2 duplicate", "3 asWished gone", "4 toDecide dup1 dup2", `5 refused ${self}`, "6 duplicate"],
    );
    assert.deepEqual(doubtsOf(found), [{ kind: "shared", text: "dup@example.com", count: 2 }]);
    await becomes("nosuch@example.com\nnosuch@example.com", ["1 notFound", "2 duplicate"]);
  });

  it("looks up usernames only in a column that holds them, or in a list of nothing else", async () => {
    await becomes("bo\ncy\nnosuch", ["1 matched bo", "2 matched cy", "3 notFound"]);
    await becomes("bo\ncy@example.com", ["1 notFound", "2 matched cy"]);
    await becomes("Jane Doe\nbo", ["1 notFound", "2 notFound"]);
    await becomes("Username;Team\nbo;robin\n", ["2 matched bo"]);
    await becomes("Name\nbo\n", ["2 notFound"]);
    await becomes("사용자 이름,팀\nbo,robin\n", ["2 matched bo"]);
    await becomes("Benutzername\nbo@example.com\ncy\n", ["2 matched bo", "3 matched cy"]);
  });

  it("doubts a line whose email and username are two people's, or of which one is nobody's", async () => {
    await becomes("Email,Username\nbo@example.com,bo\nbo@example.com,cy\nsmith@example.com,nosuch\ncy@example.com,\n", [
      "2 matched bo",
      "3 toDecide bo cy",
      "4 toDecide smith",
      "5 matched cy",
    ]);
  });

  it("does not doubt because of a column with the logins of another system", async () => {
    const rows = [..."bo cy smith brien robin".split(" ")].map((name, index) => `${name}@example.com,AD00${index}`);
    await becomes(
      ["Email,Login", ...rows].join("\n"),
      rows.map((row, index) => `${index + 2} matched ${row.split("@")[0]!}`),
    );
  });

  it("doubts a line whose cells have moved", async () => {
    await becomes("Name;Email;Manager\nBo;bo@example.com;x;y\nBo;boss@example.com\nCy;cy@example.com;\n", [
      "2 toDecide bo",
      "3 matched boss",
      "4 matched cy",
    ]);
    await becomes("Name;Email;Manager\nBo;boss@example.com\nCy;cy@example.com;boss@example.com\n", [
      "2 toDecide boss",
      "3 toDecide boss cy",
    ]);
  });

  it("asks which column is meant where two would do, and takes the one that is named", async () => {
    const rows = "bo@example.com;cy@example.com\nsmith@example.com;robin@example.com\n";
    assert.equal((await match(rows)).choice, undefined);
    const two = `Email;Work email\n${rows}`;
    assert.equal((await match(two)).choice, undefined);
    await becomes(two, ["2 toDecide bo cy", "3 toDecide robin smith"], "Work email");
  });
});
