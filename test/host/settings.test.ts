import assert from "node:assert/strict";
import * as vscode from "vscode";
import { Settings } from "../../src/ui/editor/settings";
import { answering } from "../support/session";

describe("how many licenses were purchased, in the settings", () => {
  const configuration = () => vscode.workspace.getConfiguration("workfrontUsers");
  const write = (value: unknown) =>
    configuration().update("purchasedLicenses", value, vscode.ConfigurationTarget.Global);
  const written = () => configuration().inspect("purchasedLicenses")?.globalValue;
  afterEach(() => write(undefined));

  it("are kept beside what is written for other organizations, whatever somebody wrote there by hand", async () => {
    const other = { F: 7, constructor: 3 };
    for (const wrong of ["many", -5, null, [1], { F: -1 }, { F: "1,000" }, { F: 1.5, C: 2 }]) {
      await write({ "acme.my.workfront.com": other, "broken.my.workfront.com": wrong });
      await answering({}, () => new Settings().keepPurchased("new.my.workfront.com", "F", 120));
      assert.deepEqual(written(), {
        "acme.my.workfront.com": other,
        "broken.my.workfront.com": wrong,
        "new.my.workfront.com": { F: 120 },
      });
    }
  });

  it("are kept beside wrong numbers of the same organization, and take their place", async () => {
    await write({ "acme.my.workfront.com": { F: "many", C: -1, R: 4 } });
    const settings = new Settings();
    await settings.keepPurchased("acme.my.workfront.com", "C", 5);
    assert.deepEqual(written(), { "acme.my.workfront.com": { F: "many", C: 5, R: 4 } });
    await settings.keepPurchased("acme.my.workfront.com", "F", null);
    assert.deepEqual(written(), { "acme.my.workfront.com": { C: 5, R: 4 } });
  });

  it("are read where they are right, with one warning about what is wrong, and none about other organizations", async () => {
    await write({ "acme.my.workfront.com": { F: 10, C: "many" }, "fine.my.workfront.com": { F: 3 } });
    const settings = new Settings();
    const told = await answering({}, () => {
      assert.deepEqual([...settings.purchasedLicenses("fine.my.workfront.com")], [["F", 3]]);
      assert.deepEqual([...settings.purchasedLicenses("acme.my.workfront.com")], [["F", 10]]);
      assert.deepEqual([...settings.purchasedLicenses("acme.my.workfront.com")], [["F", 10]]);
      assert.deepEqual([...settings.purchasedLicenses("constructor")], []);
      return Promise.resolve();
    });
    assert.equal(told.length, 1);
    assert.match(told[0]!, /acme\.my\.workfront\.com/);
  });
});
