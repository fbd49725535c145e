import assert from "node:assert/strict";
import { askForLicense, askForStatus, type FilterContext, type FilterStep } from "../../src/ui/users/filterSteps";
import { type RequestRecord, type Sandbox } from "../sandbox/server";
import { answering } from "../support/session";
import { useWindow } from "../support/useWindow";

describe("the steps of the filter", () => {
  const scene = useWindow(300);

  /** The rows of a step with their counts, and what the choice of one of them decides. */
  const offered = async (step: FilterStep, label: string) => {
    const rows = new Map<string, string>();
    const context = { title: "Filter", session: scene.window.session, kept: {} } as unknown as FilterContext;
    let answer: unknown;
    const choose = (_: readonly string[], items: readonly { label: string; description?: string }[]) => {
      for (const item of items) rows.set(item.label, item.description ?? "");
      return label;
    };
    await answering({ choose }, async () => {
      answer = await step(context, {}, { canGoBack: true, step: 1, totalSteps: 1 });
    });
    return { rows: Object.fromEntries(rows), answer };
  };
  const decline = (match: (request: RequestRecord) => boolean) =>
    scene.sandbox.fail({ match, effect: { kind: "status", status: 422 } });
  const count = (isMeant: Parameters<Sandbox["directory"]["usersWhere"]>[0]) =>
    String(scene.sandbox.directory.usersWhere(isMeant).length);

  it("offer each status with its count, and without it where the server declines that count alone", async () => {
    const isWaiting = (user: { [field: string]: unknown }) => !user["isActive"] && user["userApprovalID"] !== undefined;
    const counts = {
      "Any status": "",
      Active: count(({ isActive }) => isActive),
      Deactivated: count((user) => !user.isActive && !isWaiting(user)),
      "Waiting for approval": count(isWaiting),
    };
    assert.deepEqual((await offered(askForStatus, "Active")).rows, counts);
    decline(({ parameters }) => parameters.get("userApproval:ID_Mod") === "notnull");
    const { rows, answer } = await offered(askForStatus, "Waiting for approval");
    assert.deepEqual(rows, { ...counts, "Waiting for approval": "" });
    assert.deepEqual(answer, { isActive: undefined, waitingForApproval: true });
    decline(({ path }) => path.endsWith("/count"));
    assert.deepEqual(Object.values((await offered(askForStatus, "Active")).rows), ["", "", "", ""]);
  });

  it("offer the licenses by their names where the server declines to count them", async () => {
    const whole = await offered(askForLicense, "Standard");
    decline(({ path }) => path.endsWith("/report"));
    const { rows, answer } = await offered(askForLicense, "Standard");
    for (const label of Object.keys(whole.rows)) assert.equal(rows[label], "", label);
    assert.deepEqual(answer, { licenseTypes: ["F"] });
  });
});
