import assert from "node:assert/strict";
import fc from "fast-check";
import type { RawRecord } from "../../src/workfront/records";
import { startSandbox, type RequestRecord, type Sandbox } from "../sandbox/server";
import { listPages } from "../../src/workfront/listing";
import { clientFor } from "../support/client";
import { failureOf } from "../support/failure";
import { waitUntil } from "../support/waitUntil";

const isSearch = ({ path }: RequestRecord) => path.endsWith("/search");

async function readAll(pages: AsyncIterable<readonly RawRecord[]>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...page.map(({ ID }) => ID));
  return ids;
}

describe("reading everybody", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 9000 });
  });
  afterEach(() => sandbox.stop());

  const sortedIDs = () => [...sandbox.directory.users.keys()].sort();
  const list = (expected = sandbox.directory.users.size, signal?: AbortSignal) =>
    clientFor(sandbox).listUsers({}, ["name"], { expected, signal });

  it("takes no more requests than there are pages of 2,000, and one", async () => {
    for (const size of [9000, 8000, 4001, 4000, 3999, 2000, 1999, 1]) {
      for (const id of sortedIDs()
        .filter((each) => each !== sandbox.administrator.ID)
        .slice(size - 1))
        sandbox.directory.users.delete(id);
      sandbox.clearRequests();
      assert.deepEqual(await readAll(list()), sortedIDs());
      assert.ok(sandbox.requests.length <= Math.ceil(size / 2000) + 1, `${size} in ${sandbox.requests.length}`);
    }
  });

  it("yields the users in the order of their IDs, whatever the count said", async () => {
    for (const expected of [9000, 0, 4000, 20_000]) {
      sandbox.clearRequests();
      assert.deepEqual(await readAll(list(expected)), sortedIDs());
      assert.ok(sandbox.requests.length <= Math.ceil(Math.max(9000, expected) / 2000) + 1);
    }
  });

  it("reads a few pages ahead, and no further than they are taken", async () => {
    const pages = list();
    await pages.next();
    await waitUntil(() => sandbox.requests.filter(isSearch).length === 4);
    await clientFor(sandbox).countUsers({});
    assert.equal(sandbox.requests.filter(isSearch).length, 4);
    await pages.next();
    await waitUntil(() => sandbox.requests.filter(isSearch).length === 5);
    await pages.return();
  });

  it("ends what it was reading when the reader has enough", async () => {
    sandbox.fail({ match: isSearch, after: 1, effect: { kind: "hang" } });
    for await (const page of list()) {
      assert.equal(page.length, 2000);
      break;
    }
  });

  describe("gives up the pages that are being read", () => {
    const rowsFrom = (first: number) =>
      Array.from({ length: 2000 }, (_, index) => ({ ID: String(first + index).padStart(8, "0") }));
    const never = new Promise<never>(() => undefined);

    it("when the reader has enough", async () => {
      const signals: AbortSignal[] = [];
      const read = ({ first }: { readonly first: number }, signal: AbortSignal) => {
        signals.push(signal);
        return first > 0 ? never : Promise.resolve(rowsFrom(first));
      };
      const pages = listPages(read, { expected: 9000, ahead: 4, host: "" });
      await pages.next();
      const states = () => signals.map(({ aborted }) => aborted);
      assert.deepEqual(states(), [false, false, false, false]);
      await pages.return();
      assert.deepEqual(states(), [true, true, true, true]);
    });

    it("when rows before them have gone, and reads them again", async () => {
      const asked: { readonly first: number; readonly signal: AbortSignal }[] = [];
      const read = ({ first }: { readonly first: number }, signal: AbortSignal) => {
        asked.push({ first, signal });
        const isFirstTime = asked.filter((one) => one.first === first).length === 1;
        if (first === 0 || !isFirstTime) return Promise.resolve(rowsFrom(first));
        return first === 1999 ? Promise.resolve(rowsFrom(first + 10)) : never;
      };
      const pages = listPages(read, { expected: 9000, ahead: 3, host: "" });
      await pages.next();
      await pages.next();
      const givenUp = asked.filter(({ signal }) => signal.aborted).map(({ first }) => first);
      assert.ok(givenUp.includes(3998), String(givenUp));
      assert.equal(asked.at(-1)?.signal.aborted, false);
      await pages.return();
    });
  });

  it("ends in an error in words where the server sends the same page again and again", async () => {
    const stuck = await startSandbox({ users: 4100, paging: false });
    try {
      const tooFar = new AbortController();
      const call = () => tooFar.abort(new Error("It reads on and on."));
      stuck.fail({ after: 6, effect: { kind: "call", call } });
      const reading = readAll(clientFor(stuck).listUsers({}, ["name"], { expected: 4100, signal: tooFar.signal }));
      assert.deepEqual(await failureOf(reading), { kind: "endless", host: new URL(stuck.url).host });
      assert.ok(stuck.requests.length < 6);
    } finally {
      await stuck.stop();
    }
  });

  it("ends with the signal's reason when it is canceled", async () => {
    const cancel = new AbortController();
    sandbox.fail({
      match: isSearch,
      after: 2,
      effect: { kind: "call", call: () => cancel.abort(new Error("enough")) },
    });
    await assert.rejects(readAll(list(undefined, cancel.signal)), /enough/);
  });

  it("leaves out a field that the server does not know, for everybody", async () => {
    for await (const page of clientFor(sandbox).listUsers({}, ["name", "shoeSize"], { expected: 9000 }))
      for (const user of page) assert.deepEqual(Object.keys(user).sort(), ["ID", "name", "objCode"]);
  });

  it("asks for fewer at a time where Workfront finds an answer too large, and reads everybody", async () => {
    const crowded = await startSandbox({ users: 2600 });
    try {
      const { directory, requests } = crowded;
      const [group] = directory.records("GROUP");
      const members = [...directory.users.keys()].sort();
      for (const userID of members.slice(2000))
        for (let count = 0; count < 48; count++)
          directory.add("USRGPS", { userID, groupID: group!.ID, isOwner: false });
      const options = { expected: members.length };
      const list = clientFor(crowded).listUsers({}, ["name", "userGroups:group:name"], options);
      assert.deepEqual(await readAll(list), members);
      assert.deepEqual(
        requests.map(({ parameters, status }) => [parameters.get("$$LIMIT"), status]),
        [
          ["2000", 200],
          ["2000", 422],
          ["500", 200],
          ["500", 200],
        ],
      );
    } finally {
      await crowded.stop();
    }
  });

  it("ends with what Workfront says where it declines any number of users", async () => {
    sandbox.fail({ match: isSearch, effect: { kind: "status", status: 422, message: "No" } });
    assert.equal((await failureOf(readAll(list()))).words, "No");
    assert.ok(sandbox.requests.length < 15, String(sandbox.requests.length));
  });

  it("neither repeats nor misses anybody who is there all the time, however others come and go", async () => {
    const { users } = sandbox.directory;
    const change = fc.record({ atRequest: fc.nat(6), remove: fc.nat(120), add: fc.nat(120), from: fc.nat(8000) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const stays = new Set(users.keys());
        let requests = 0;
        const fault = sandbox.fail({
          match: isSearch,
          effect: {
            kind: "call",
            call: () => {
              for (const { remove, add, from } of changes.filter(({ atRequest }) => atRequest === requests)) {
                for (const id of sortedIDs().slice(from, from + remove))
                  if (id !== sandbox.administrator.ID && users.delete(id)) stays.delete(id);
                for (let count = 0; count < add; count++) sandbox.directory.addUser();
              }
              requests += 1;
            },
          },
        });
        const read = await readAll(list());
        fault.remove();
        assert.equal(new Set(read).size, read.length, "nobody twice");
        const found = new Set(read);
        assert.deepEqual(
          [...stays].filter((id) => !found.has(id)),
          [],
          "nobody missed",
        );
      }),
      { numRuns: 12 },
    );
  });

  it("repeats nobody and comes to an end even where the server keeps no order", async () => {
    const unsorted = (request: RequestRecord) => {
      for (const name of [...request.parameters.keys()]) if (name.endsWith("_Sort")) request.parameters.delete(name);
    };
    sandbox.fail({ match: isSearch, effect: { kind: "call", call: unsorted } });
    const read = await readAll(list());
    assert.equal(new Set(read).size, read.length);
    assert.ok(read.length > 2000 && read.length <= 9000);
  });
});
