import assert from "node:assert/strict";
import * as vscode from "vscode";
import { countAssignedWork } from "../../src/domain/assignedWork";
import { ErrorReport } from "../../src/ui/editor/errorReport";
import { treeItem } from "../../src/ui/users/rowItems";
import {
  FailureRow,
  GroupRow,
  IdleRow,
  LoadMoreRow,
  rowsIn,
  rowsOf,
  UserRow,
  workRows,
  type Row,
} from "../../src/ui/users/rows";
import { stateDecorations } from "../../src/ui/users/stateDecorations";
import { TargetChooser } from "../../src/ui/users/targets";
import { userTooltip } from "../../src/ui/users/userTooltip";
import { Explanation } from "../../src/ui/words/failures";
import { WorkfrontError } from "../../src/workfront/errors";
import { clientFor } from "../support/client";
import { answering } from "../support/session";
import { user, userDetail } from "../support/users";
import { useWindow } from "../support/useWindow";

describe("rows of the Users view", () => {
  const scene = useWindow(20);

  const itemOf = (row: Row) => treeItem(row, new Map([["F", "Standard"]]));
  const rowFor = (overrides: Parameters<typeof user>[0]) => new UserRow(scene.window.session, user(overrides));
  const decorationOf = (item: vscode.TreeItem) =>
    item.resourceUri &&
    (stateDecorations.provideFileDecoration(
      item.resourceUri,
      new vscode.CancellationTokenSource().token,
    ) as vscode.FileDecoration);

  it("say first what is special about a user, and then what tells namesakes apart", () => {
    const emailAddr = "ann@example.com";
    const approval = { ID: "1", name: null };
    const descriptions = [
      rowFor({ name: "Ann", emailAddr }),
      rowFor({ name: "Ann", emailAddr, isActive: false }),
      rowFor({ name: "Ann", emailAddr, isActive: false, userApproval: approval }),
      rowFor({ name: "Ann", emailAddr, isActive: null }),
      rowFor({ name: "Ann", emailAddr, ID: scene.window.session.connection.userID }),
    ].map((row) => itemOf(row).description);
    assert.deepEqual(descriptions, [
      emailAddr,
      `Deactivated · ${emailAddr}`,
      `Waiting for approval · ${emailAddr}`,
      `Status unknown · ${emailAddr}`,
      `You · ${emailAddr}`,
    ]);
  });

  it("show a state by a decoration and a shape in a color that can be read, and tell no log who it is", () => {
    assert.equal(itemOf(rowFor({})).resourceUri, undefined);
    for (const isActive of [false, null]) {
      const item = itemOf(rowFor({ name: "Ann Secret", emailAddr: "secret@example.com", isActive }));
      assert.doesNotMatch(item.resourceUri?.toString() ?? "", /secret/i);
      const decoration = decorationOf(item);
      assert.ok(decoration?.badge && decoration.tooltip);
      assert.notEqual((decoration.color as { id?: string }).id, "disabledForeground");
      assert.notEqual((item.iconPath as vscode.ThemeIcon).color?.id, "disabledForeground");
    }
  });

  it("have a badge for each state that is not mistaken for another one, or for a name that is cut off", () => {
    const approval = { ID: "1", name: null };
    const states = [{ isActive: false }, { isActive: false, userApproval: approval }, { isActive: null }];
    const badges = states.map((state) => decorationOf(itemOf(rowFor(state)))?.badge);
    assert.equal(new Set(badges).size, states.length);
    for (const badge of badges) assert.doesNotMatch(badge ?? "", /^[.\u2026\u22ef]+$/);
  });

  it("speak name, state, email, license and last login", () => {
    const lastLoginDate = new Date(Date.now() - 3 * 86_400_000);
    const spoken = itemOf(rowFor({ name: "Ann", emailAddr: "a@example.com", isActive: false, lastLoginDate }));
    assert.equal(
      spoken.accessibilityInformation?.label,
      "Ann, Deactivated, a@example.com, Standard, last login 3 days ago",
    );
  });

  it("tell in the tooltip license and access level each on a line of its own", () => {
    const detail = userDetail({ licenseType: "F", accessLevel: { ID: "1", name: "Standard" } });
    const lines = userTooltip(detail, new Map([["F", "Standard"]])).split("\n");
    for (const line of ["License: Standard", "Access level: Standard"]) assert.ok(lines.includes(line), line);
  });

  it("show what they are sorted by", async () => {
    const { directory } = scene.window.session;
    const lastLoginDate = new Date(Date.now() - 400 * 86_400_000);
    const description = () => itemOf(rowFor({ emailAddr: "a@example.com", lastLoginDate })).description;
    assert.equal(description(), "a@example.com");
    await directory.sortBy("lastLogin");
    assert.equal(description(), "13 months ago · a@example.com");
    assert.equal(itemOf(rowFor({ emailAddr: "a@example.com" })).description, "never logged in · a@example.com");
  });

  describe("of assigned work", () => {
    const rowsAfter = async (status: number) => {
      const fault = scene.sandbox.fail({ effect: { kind: "status", status } });
      const row = rowFor({});
      // Waits of milliseconds instead of seconds.
      const client = clientFor(scene.sandbox, { firstDelay: 4 });
      const work = await countAssignedWork(client, [row.user.ID]);
      fault.remove();
      return workRows(row, work);
    };

    it("are one with the reason and the way to sign in where the key was revoked", async () => {
      const rows = await rowsAfter(401);
      assert.equal(rows.length, 1);
      assert.ok(rows[0] instanceof FailureRow);
      const item = itemOf(rows[0]);
      assert.equal(item.label, "Sign in again: Workfront refused the sign-in");
      assert.deepEqual([item.command?.command, item.command?.arguments], ["workfrontUsers.connect", [{ again: true }]]);
    });

    it("say what it is where Workfront limits requests, and where it is not available", async () => {
      const labels = [];
      for (const status of [429, 503]) labels.push(...(await rowsAfter(status)).map((row) => itemOf(row).label));
      assert.deepEqual(labels, [
        "Try again: Workfront is limiting requests",
        "Try again: Workfront is not available at the moment",
      ]);
    });

    it("say why one kind is unknown, beside what is known", async () => {
      scene.sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect: { kind: "status", status: 403 } });
      const row = rowFor({ ID: scene.sandbox.directory.addUser({ name: "Holder" }).ID });
      const rows = workRows(row, await countAssignedWork(scene.window.session.client, [row.user.ID]));
      assert.deepEqual(
        rows.map((one) => itemOf(one).description),
        ["unknown: you are not allowed to see this"],
      );
    });
  });

  describe("of idle users", () => {
    const showIdle = async (count: number) => {
      const idle = { isActive: true, lastLoginDate: 1, entryDate: 1, licenseType: "F" };
      for (const one of scene.sandbox.directory.usersWhere(() => true)) one.lastLoginDate = Date.now();
      const users = Array.from({ length: count }, () => scene.sandbox.directory.addUser({ name: "Idle", ...idle }));
      await scene.window.session.directory.search({
        isActive: true,
        notLoggedInDays: 90,
        createdDays: 90,
        exceptIDs: [scene.window.session.connection.userID],
      });
      return users;
    };

    it("begin with how many licenses they hold and the way to deactivate them all, however many they are", async () => {
      const users = await showIdle(130);
      // The server reads in the order of IDs; the question is to name first who is first in the view.
      for (const [index, one] of [...users].sort((a, b) => b.ID.localeCompare(a.ID)).entries())
        one.lastLoginDate = index + 1;
      const [row] = rowsOf(scene.window.session);
      assert.ok(row instanceof IdleRow);
      const item = itemOf(row);
      assert.deepEqual([item.label, item.description], ["Deactivate All 130…", "frees Standard: 130"]);
      const spoken = item.accessibilityInformation?.label;
      assert.equal(spoken, "130 idle users, frees Standard: 130, Deactivate All 130…");
      const [first] = (item.tooltip as string).split("\n");
      assert.equal(first, "130 idle users · frees Standard: 130", "the tooltip has what a narrow row cuts off");
      assert.equal(item.command?.command, "workfrontUsers.deactivate");
      const targets = new TargetChooser(scene.window.connections, { selection: [] } as never);
      const chosen = await targets.chooseForChange(item.command.arguments ?? [], { title: "", several: true });
      const longestFirst = [...users].sort((a, b) => a.lastLoginDate! - b.lastLoginDate!);
      assert.deepEqual(
        chosen?.users.map(({ ID }) => ID),
        longestFirst.map(({ ID }) => ID),
      );
    });

    it("offer nothing on a read-only connection, but say how many there are", async () => {
      await showIdle(2);
      await scene.window.connections.setReadOnly(true);
      const [row] = rowsOf(scene.window.session);
      const item = itemOf(row!);
      assert.deepEqual([item.label, item.command], ["2 idle users", undefined]);
    });
  });

  it("of a group that could not be read again say that they are of an earlier time, and why", async () => {
    const { directory } = scene.window.session;
    await directory.groupBy("isActive");
    const [group] = directory.groups;
    await group!.list.open();
    const fault = scene.sandbox.fail({
      match: ({ path }) => path.endsWith("/search"),
      effect: { kind: "status", status: 403 },
    });
    await directory.refresh();
    fault.remove();
    const [failure, ...users] = rowsIn(new GroupRow(scene.window.session, group!));
    assert.ok(users.length > 0);
    const { label, description } = itemOf(failure!);
    assert.deepEqual([label, description], ["Try again: you are not allowed to see this", "Showing earlier results"]);
  });

  describe("that are selected", () => {
    const targetsWith = (selection: readonly UserRow[] = []) =>
      new TargetChooser(scene.window.connections, { selection } as never);
    const several = { title: "", several: true };

    it("are the users among them, whatever other rows are selected, and whichever was clicked", async () => {
      const { session } = scene.window;
      await session.directory.refresh();
      const rows = rowsOf(session).filter((row) => row instanceof UserRow);
      const more = new LoadMoreRow(session, 10, 20);
      const chosen = await targetsWith().chooseForChange([more, [more, ...rows]], several);
      assert.deepEqual(
        chosen?.users.map(({ ID }) => ID),
        session.directory.users.map(({ ID }) => ID),
      );
    });

    it("are not those that a new search has taken away", async () => {
      const { session } = scene.window;
      await session.directory.refresh();
      const [gone, ...rest] = rowsOf(session).filter((row) => row instanceof UserRow);
      await session.directory.search({ exceptIDs: [gone!.user.ID] });
      const chosen = await targetsWith().chooseForChange([rest[0], [gone, ...rest]], several);
      assert.ok(chosen && chosen.users.length === rest.length);
      assert.ok(!chosen.users.some(({ ID }) => ID === gone!.user.ID));
    });

    it("are meant by a key, which gives no row", async () => {
      const rows = [rowFor({ name: "One" }), rowFor({ name: "Two" })];
      const chosen = await targetsWith(rows).choose([{ from: "selection" }], several);
      assert.deepEqual(
        chosen?.users.map(({ name }) => name),
        ["One", "Two"],
      );
    });
  });

  it("leave to errors the button for the next step, and to try again what may go well then", () => {
    const buttons: string[][] = [];
    const { showErrorMessage } = vscode.window;
    const note = (_: string, ...titles: string[]) => Promise.resolve(void buttons.push(titles));
    Object.assign(vscode.window, { showErrorMessage: note });
    try {
      const errors = new ErrorReport(scene.window.log);
      errors.show(new Explanation("Connect first.", { next: "connect" }));
      errors.show(new Explanation("Switch first.", { next: "switchConnection" }));
      errors.show(new WorkfrontError({ kind: "unauthorized", host: "acme" }));
      for (const kind of ["readOnly", "timeout", "tooLarge", "endless", "notFound"] as const)
        errors.show(new WorkfrontError({ kind, host: "acme" }));
      errors.show(new Explanation("Nothing to do."));
      const again = () => undefined;
      for (const kind of ["unreachable", "timeout", "forbidden"] as const)
        errors.show(new WorkfrontError({ kind, host: "acme" }), again);
    } finally {
      Object.assign(vscode.window, { showErrorMessage });
    }
    const steps = ["Sign In Again", "Allow Changes", "Open Settings", "Open Settings", "Check Connection", "Refresh"];
    assert.deepEqual(buttons, [
      ["Connect…"],
      ["Switch Connection…"],
      ...steps.map((step) => [step, "Show Log"]),
      [],
      ...[["Try Again", "Show Log"], ["Try Again", "Open Settings", "Show Log"], ["Show Log"]],
    ]);
  });

  it("are asked about by a picker that offers for a change only those whom it can mean", async () => {
    const self = scene.window.session.connection.userID;
    const off = scene.sandbox.directory.addUser({ name: "Already Off", isActive: false });
    let offered: readonly string[] = [];
    const among = { isActive: true, exceptIDs: [self] };
    await answering({ choose: (labels) => void (offered = labels) }, async () => {
      await targetsOf().chooseForChange([], { title: "Deactivate Users", several: true, among });
    });
    const active = scene.sandbox.directory.usersWhere(({ isActive, ID }) => isActive && ID !== self);
    assert.equal(offered.length, active.length);
    assert.ok(!offered.includes(off.name));
  });
  const targetsOf = () => new TargetChooser(scene.window.connections, { selection: [] } as never);
});
