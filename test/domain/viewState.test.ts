import assert from "node:assert/strict";
import { reasonOf } from "../../src/ui/users/viewState";
import { WorkfrontError, type Failure } from "../../src/workfront/errors";
import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly contributes: { readonly viewsWelcome: readonly { readonly contents: string; readonly when?: string }[] };
};

describe("the Users view without rows", () => {
  const reasonFor = (failure: Pick<Failure, "kind" | "code">) =>
    reasonOf({ kind: "failed", error: new WorkfrontError({ host: "acme", ...failure }) });
  const kinds = [
    ...(["forbidden", "throttled", "unavailable", "serverError", "redirected", "notWorkfront", "timeout"] as const),
    ...(["badReply", "refused", "notFound", "versionRefused", "endless", "tooLarge", "outdated"] as const),
  ];

  it("says itself why the users could not be read, whatever it was", () => {
    const reasons = [
      ...kinds.map((kind) => reasonFor({ kind })),
      reasonFor({ kind: "unreachable", code: "ECONNREFUSED" }),
      reasonFor({ kind: "unreachable", code: "CERT_HAS_EXPIRED" }),
      reasonOf({ kind: "failed", error: new Error("any") }),
    ];
    for (const reason of reasons) {
      const condition = `workfrontUsers.state == unreachable && workfrontUsers.reason == ${reason}`;
      const told = manifest.contributes.viewsWelcome.filter(({ when }) => when === condition);
      assert.equal(told.length, 1, reason);
    }
    assert.deepEqual(reasons.slice(-3), ["unreachable", "untrusted", "other"]);
  });

  it("gives no reason while nothing has failed", () => {
    for (const state of [undefined, { kind: "read" } as const, { kind: "reading" } as const])
      assert.equal(reasonOf(state), "");
  });
});
