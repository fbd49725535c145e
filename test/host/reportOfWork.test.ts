import assert from "node:assert/strict";
import type { ChangeResult, RunRecord } from "../../src/domain/runs/record";
import { reportOf } from "../../src/ui/changes/report";

const at = new Date("2026-11-26T10:00:00Z");
const [lea, max, sue] = [
  { ID: "a1", name: "Lea Ver" },
  { ID: "a2", name: "Max Gone" },
  { ID: "b1", name: "Sue Next" },
];

function item(differences: Partial<ChangeResult> & Pick<ChangeResult, "ID" | "name">, kind: string): ChangeResult {
  const shown = { objCode: "TASK", ID: `shown-${differences.ID}` };
  return {
    ...{ objCode: "ASSGN", detail: "Spring Launch", field: "assignedToID", before: "a1", wished: "b1", at },
    ...{ item: { kind, shown, project: "Spring Launch", status: "In Progress" }, result: "changed" },
    ...differences,
  } as ChangeResult;
}

const run: RunRecord = {
  ...{ id: "20261126T100000-x", at, kind: "handOver", connectionID: "c", host: "acme.my.workfront.com", by: sue },
  ...{ from: [lea, max], to: [sue], count: 3, names: ["Write the briefing"], state: "finished", endedAt: at },
  ...{
    list: [],
    failure: undefined,
    note: undefined,
    counts: { changed: 2, failed: 1 },
    undoes: undefined,
    retries: undefined,
  },
  results: [
    item({ ID: "1", name: "Write the briefing" }, "tasks"),
    item(
      {
        ...{ ID: "2", name: "Edit the film", before: "a2", sendAlong: ["roleID"], result: "failed" },
        ...{ failure: { kind: "refused", host: "h", words: "Sue Next cannot be assigned to Role: Designer" } },
      },
      "tasks",
    ),
    item({ ID: "3", name: "Requests for print" }, "routingRules"),
  ],
};

describe("the report of handed-over work", () => {
  let report: string;
  before(async () => {
    report = await reportOf(run, []);
  });

  it("says from whom to whom, and how much of each kind", () => {
    assert.match(report, /^# Handed over 2 of 3 items from 2 users to Sue Next$/m);
    assert.match(report, /^- \*\*From:\*\* Lea Ver, Max Gone$/m);
    assert.match(report, /^- \*\*To:\*\* Sue Next$/m);
    assert.match(report, /^- \*\*Items:\*\* Open tasks: 1 of 2 · Routing rules to the user: 1$/m);
  });

  it("begins with what failed, in Workfront's words, and says what Retry Failed does", () => {
    const failed = report.indexOf("Edit the film");
    assert.ok(failed > 0 && failed < report.indexOf("Write the briefing"));
    assert.match(
      report,
      /\*\*Open tasks · Edit the film · Spring Launch\*\*: Failed: .*cannot be assigned to Role: Designer/,
    );
    assert.match(report, /Role: Designer\. Retry Failed hands it over without the job role\./);
  });

  it("has a table with what differs, and says once above it what is the same for all", () => {
    assert.match(report, /^The same for all: Project: Spring Launch · Status: In Progress · Time: .*$/m);
    assert.match(report, /^\| Kind \| Item \| From \| Result \|$/m);
    assert.match(report, /^\| Open tasks \| Write the briefing \| Lea Ver \| Handed over \|$/m);
  });

  it("has the IDs below the table, which they would make wider than half a window", () => {
    const [, ids] = report.split(/^## IDs$/m);
    assert.match(ids ?? "", /^- Write the briefing · Spring Launch: shown-1$/m);
    assert.doesNotMatch(report, /\|.*shown-/);
  });
});
