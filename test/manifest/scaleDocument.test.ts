import assert from "node:assert/strict";
import { UserDirectory } from "../../src/domain/directory";
import { askForOverview } from "../../src/domain/licenseOverview/answers";
import { startSandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { readText } from "./sources";

/** The cells of each line of all tables in a document. */
function rowsOf(file: string): string[][] {
  const lines = readText(file).split("\n");
  return lines.flatMap((line) => (line.startsWith("|") ? [line.split("|").map((cell) => cell.trim())] : []));
}

/** A figure such as `1,222 ms` or `0.10 s`, in milliseconds or in its own unit. */
function figure(text = ""): number {
  const number = Number.parseFloat(text.replaceAll(",", ""));
  return / s$/.test(text) ? number * 1000 : number;
}

/** Figures of the document are rounded, and two measurements differ a little. */
function assertAbout(claimed: string | undefined, measured: number, what: string): void {
  const difference = Math.abs(figure(claimed) - measured);
  assert.ok(difference <= measured / 4 + 1, `${what}: ${claimed} in the document, ${measured} measured`);
}

const results = rowsOf("bench/RESULTS.md");
const scale = rowsOf("docs/scale.md");

describe("docs/scale.md", () => {
  it("counts the requests of the view and of the license overview", async () => {
    const sandbox = await startSandbox({ users: 147 });
    try {
      const requests = async (work: () => Promise<unknown>) => {
        sandbox.clearRequests();
        await work();
        return sandbox.requests.length;
      };
      const client = clientFor(sandbox);
      const directory = new UserDirectory(client, () => 100);
      const question = { idleDays: 90, licenses: () => client.licenseLabels() };
      assert.deepEqual(
        {
          first: await requests(() => Promise.all([directory.refresh(), client.licenseLabels()])),
          searched: await requests(() => directory.search({ text: "a" })),
          more: await requests(() => directory.loadMore()),
          overview: await requests(() => askForOverview(client, question, new AbortController().signal)),
          groupedSearch: await requests(() => directory.groupBy("homeGroupID")),
        },
        { first: 3, searched: 3, more: 1, overview: 36, groupedSearch: 5 },
      );
    } finally {
      await sandbox.stop();
    }
  });

  it("has the figures of listing and exporting that were measured", () => {
    for (const [index, users] of ["10,000", "100,000", "500,000"].entries())
      for (const what of ["List", "Export"]) {
        const [, , , time, , processor, , memory] =
          results.find((cells) => cells[1]?.startsWith(`${what} ${users} users`) && cells[2] === "ours") ?? [];
        for (const [kind, measured] of Object.entries({ time, processor, "more memory": memory })) {
          const claimed = scale.find((cells) => cells[1] === `${what}: ${kind}`)?.[index + 2];
          assertAbout(claimed, figure(measured), `${what} ${users}: ${kind}`);
        }
      }
  });

  it("has the figures of runs that were measured", () => {
    for (const [index, users] of ["1,000", "10,000", "100,000"].entries()) {
      const run = results.find((cells) => cells[1] === users && cells.length > 12) ?? [];
      const [, , , syncs, size, planned, carriedOut, again, turn, memory] = run;
      const measured = {
        Syncs: figure(syncs),
        Size: figure(size),
        "Time of the processor": figure(planned) + figure(carriedOut),
        "Read again": figure(again),
        "Memory when read": figure(memory),
        "Longest turn": figure(turn),
      };
      for (const [kind, value] of Object.entries(measured))
        assertAbout(scale.find((cells) => cells[1] === kind)?.[index + 2], value, `${users}: ${kind}`);
    }
  });

  it("and the README have the figures of the view and of History that were measured", () => {
    const first = results.filter((cells) => cells[2] === "first rows of 10,000 users");
    assert.ok(first.length >= 2);
    for (const cells of first) assertAbout("55 ms", figure(cells[6]), "first rows");
    assert.match(readText("README.md"), /50 to 60 ms later/);
    const shown = results.find((cells) => cells[1] === "The list, shown for the first time");
    const [, claimed] = /500 runs of 1,000 users were shown in (\d+ ms)/.exec(readText("docs/scale.md")) ?? [];
    assertAbout(claimed, figure(shown?.[2]), "History");
  });
});
