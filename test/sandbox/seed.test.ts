import assert from "node:assert/strict";
import type { Directory, SandboxUser } from "./directory";
import { seedDirectory } from "./seed";

describe("a seeded directory", () => {
  const directory = seedDirectory(2000, 1);
  const share = (condition: (user: SandboxUser) => boolean) => directory.usersWhere(condition).length / 2000;
  const between = (number: number, least: number, most: number) =>
    assert.ok(number >= least && number <= most, `${number} is not between ${least} and ${most}`);

  it("is the same for the same seed, and another for another", () => {
    const names = (seed: number) => [...seedDirectory(200, seed).users.values()].map(({ ID, name }) => [ID, name]);
    assert.deepEqual(names(7), names(7));
    assert.notDeepEqual(names(7), names(8));
  });

  it("has as many users as asked for, each active email address once", () => {
    assert.equal(directory.users.size, 2000);
    const emails = directory.usersWhere(({ isActive, emailAddr }) => isActive && emailAddr !== null);
    assert.equal(new Set(emails.map(({ emailAddr }) => emailAddr?.toLowerCase())).size, emails.length);
  });

  it("begins with administrators, the first of whom may do everything", () => {
    const [ada, owner] = directory.users.values();
    assert.equal(directory.accessLevelOf(ada!).isAdmin, true);
    assert.equal(owner!.ID, directory.adminEmailUserID);
  });

  it("has users of every kind", () => {
    between(
      share(({ isActive }) => !isActive),
      0.1,
      0.18,
    );
    between(
      share(({ emailAddr }) => emailAddr === null),
      0.01,
      0.05,
    );
    between(
      share(({ title }) => title === null),
      0.03,
      0.1,
    );
    between(
      share(({ homeGroupID }) => homeGroupID === null),
      0.01,
      0.05,
    );
    between(
      share(({ lastLoginDate }) => lastLoginDate === null),
      0.05,
      0.12,
    );
    between(
      share((user) => directory.accessLevelOf(user).isAdmin),
      0.005,
      0.03,
    );
    for (const license of ["F", "C", "R", "X"])
      between(
        share(({ licenseType }) => licenseType === license),
        0.08,
        0.45,
      );
  });

  it("has names from many scripts and namesakes", () => {
    const names = [...directory.users.values()].map(({ name }) => name);
    const scripts = "Latin Cyrillic Greek Arabic Hebrew Devanagari Thai Han Hiragana Hangul".split(" ");
    for (const script of scripts)
      assert.ok(
        names.some((name) => new RegExp(`\\p{Script=${script}}`, "u").test(name)),
        script,
      );
    assert.ok(new Set(names).size < names.length);
    assert.equal(directory.usersNamed("Jane Cooper").length, 4);
  });

  it("has hostile names only where they are asked for, all of active users", () => {
    const hostile = (directory: Directory) => directory.usersWhere(({ name }) => /[<>$"`*\\\u202E]/u.test(name));
    assert.deepEqual(hostile(directory), []);
    const asked = hostile(seedDirectory(60, 1, { hostileNames: true }));
    assert.ok(asked.length > 8 && asked.every(({ isActive }) => isActive), `${asked.length}`);
  });

  it("leads from everybody to the one who runs the organization, by way of the department's head", () => {
    const [, chief] = directory.users.values();
    const managerOf = (user: SandboxUser) => directory.users.get(user.managerID ?? "");
    for (const user of directory.usersWhere(({ managerID }) => managerID !== null)) {
      let reached: SandboxUser | undefined = user;
      for (let steps = 0; reached?.managerID; steps++) {
        assert.ok(steps < 4, user.name);
        reached = managerOf(reached);
      }
      assert.ok(reached === chief || reached?.managerID === null, user.name);
    }
    const withoutManager = share(({ managerID }) => managerID === null);
    between(withoutManager, 0.03, 0.1);
  });

  it("has the times of each user in a possible order", () => {
    for (const user of directory.users.values()) {
      const { entryDate, lastLoginDate, lastUpdateDate, actualDeactivationDate, isActive } = user;
      assert.ok(lastLoginDate === null || lastLoginDate >= entryDate);
      assert.ok(lastUpdateDate >= entryDate && lastUpdateDate < Date.now());
      assert.equal(actualDeactivationDate === null, isActive || user["userApprovalID"] !== undefined);
    }
  });

  it("has users who wait for approval, who leave soon, and who are still active after their last day", () => {
    const office = seedDirectory(147, 1);
    const some = (condition: (user: SandboxUser) => boolean) => office.usersWhere(condition).length;
    const leaves = ({ scheduledDeactivationDate: date }: SandboxUser) => date ?? 0;
    assert.equal(
      some((user) => user["userApprovalID"] !== undefined && !user.isActive),
      2,
    );
    assert.equal(
      some((user) => user.isActive && leaves(user) > 0 && leaves(user) < Date.now()),
      2,
    );
    assert.ok(some((user) => user.isActive && leaves(user) > Date.now()) > 2);
  });

  it("may be of one user alone", () => {
    assert.equal(seedDirectory(1, 1).users.size, 1);
  });
});
