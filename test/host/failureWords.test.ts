import assert from "node:assert/strict";
import { WorkfrontError } from "../../src/workfront/errors";
import { explain } from "../../src/ui/words/failures";

describe("what is said of a failure", () => {
  it("is why a host cannot be reached, also where Windows says it in words of its own", () => {
    const said = (code: string) => explain(new WorkfrontError({ kind: "unreachable", host: "acme", code }));
    for (const code of ["ECONNRESET", "ECONNABORTED", "EPIPE"])
      assert.match(said(code), /^acme cannot be reached: the connection was lost\./);
    assert.match(said("ETIMEDOUT"), /^acme cannot be reached: it did not answer\./);
    assert.match(said("EACCES"), /^acme cannot be reached: a program on this computer blocked the connection/);
  });

  it("is that a file could not be read or written, also where Windows does not say why", () => {
    const error = Object.assign(new Error("UNKNOWN: unknown error, open"), { code: "UNKNOWN" });
    assert.match(explain(error), /^A file on this computer could not be read or written \(UNKNOWN\)\./);
  });
});
