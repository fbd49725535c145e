import assert from "node:assert/strict";
import { constantOf, manifest, readText, type Keybinding } from "./sources";

const { commands, menus, keybindings } = manifest.contributes;
const declared = commands.map(({ command }) => command).sort();
const known = (constantOf("src/ui/editor/commands.ts", "commandNames") as string[])
  .map((name) => `workfrontUsers.${name}`)
  .sort();

/** These work in whatever state the extension is; all others say when they can. */
const alwaysEnabled = ["connect", "copyRedirectAddress", "showLog"].map((name) => `workfrontUsers.${name}`);

const changing = /^workfrontUsers\.((de|re)activate|setReadOnly|(undo|retry|resume)Run|handOver$)/;

describe("commands in the manifest", () => {
  it("are those that the code knows", () => {
    assert.deepEqual(declared, known);
  });

  it("are all that menus and keys name", () => {
    for (const [place, items] of Object.entries({ ...menus, keybindings }))
      for (const { command } of items) assert.ok(declared.includes(command), `${place} names ${command}`);
  });

  it("say when they can work, unless they always can", () => {
    const always = commands.filter(({ enablement }) => enablement === undefined).map(({ command }) => command);
    assert.deepEqual(
      always.filter((command) => !alwaysEnabled.includes(command)),
      [],
    );
  });

  it("that change users cannot work without a connection, nor on a read-only one", () => {
    for (const { command, enablement = "" } of commands)
      if (changing.test(command))
        assert.match(enablement, /workfrontUsers\.hasConnections && !workfrontUsers\.readOnly/, command);
  });

  it("that change something are known as such, so that none that failed is offered once more", () => {
    const changes = /^((de|re)activate|handOver|(undo|retry|resume)Run)/;
    const names = known.map((command) => command.replace("workfrontUsers.", ""));
    const held = constantOf("src/ui/editor/commands.ts", "changing") as string[];
    assert.deepEqual(
      [...held].sort(),
      names.filter((name) => changes.test(name)),
    );
  });

  it("about a run cannot work before there is one", () => {
    const ofRuns = commands.filter(({ command }) => /Run$/.test(command));
    assert.equal(ofRuns.length, 7);
    for (const { command, enablement = "" } of ofRuns)
      assert.match(enablement, /(^|&& )workfrontUsers\.hasRuns$/, command);
  });

  it("that change users are hidden in menus where the connection is read-only", () => {
    for (const [place, items] of Object.entries(menus))
      for (const { command, when = "" } of items)
        if (
          changing.test(command.replace(/Row$/, "")) &&
          !command.endsWith("setReadOnly") &&
          place !== "commandPalette"
        )
          assert.match(when, /&& !workfrontUsers\.readOnly$/, `${command} in ${place}`);
  });

  it("about a user are offered on a result in History, too", () => {
    for (const name of ["showUser", "openInWorkfront", "copyId", "copyEmail", "copyTable"])
      assert.ok(
        menus["view/item/context"]?.some(
          ({ command, when }) => command === `workfrontUsers.${name}` && when?.includes("\\bresult\\b"),
        ),
        name,
      );
  });

  it("show a state and an action by different icons", () => {
    const states = [...readText("src/ui/words/userLine.ts").matchAll(/(?:deactivated|waiting|unknown): "([\w-]+)"/g)];
    assert.equal(states.length, 3);
    for (const [, icon] of states)
      assert.ok(
        commands.every((command) => command.icon !== `$(${icon})`),
        icon,
      );
  });

  it("of rows are offered whatever else is selected, such as the row that loads more", () => {
    const several = ["deactivate", "reactivate", "showUser", "openInWorkfront", "copyId", "copyEmail", "copyTable"];
    for (const name of several) {
      const items = (menus["view/item/context"] ?? []).filter(
        ({ command, when }) => command === `workfrontUsers.${name}` && when?.startsWith("view == workfrontUsers.users"),
      );
      assert.equal(items.length, 1, name);
      assert.match(items[0]?.when ?? "", /\(listMultiSelection \|\| viewItem =~/, name);
    }
    for (const { command, when = "" } of menus["view/item/context"] ?? [])
      if (command === "workfrontUsers.showHoldings") assert.match(when, /!listMultiSelection/);
  });

  it("in the menu of the view each have a place of their own, unless only one of two can be there", () => {
    const items = menus["view/title"] ?? [];
    const exclude = (one = "", other = "") =>
      [...one.matchAll(/!(workfrontUsers\.\w+)/g)].some(([, key]) => new RegExp(`(?<!!)${key}\\b`).test(other));
    for (const [index, { command, group, when }] of items.entries())
      for (const other of items.slice(index + 1))
        if (group === other.group)
          assert.ok(
            exclude(when, other.when) || exclude(other.when, when),
            `${command} and ${other.command}: ${group}`,
          );
  });

  it("never hang the Delete key on users, of whom nothing here deletes any", () => {
    const onDelete = keybindings.filter(({ key, mac }) => /delete|backspace/.test(`${key} ${mac ?? ""}`));
    assert.deepEqual(
      onDelete.map(({ command }) => command),
      ["workfrontUsers.deleteRun"],
    );
  });

  it("leave the lists of the editor the keys that walk, open, and select, also one row beside others", () => {
    const taken = ["ctrl+a", "ctrl+shift+enter", "enter", "escape", "space", "ctrl+home", "ctrl+end"];
    const walking = /^(shift\+|ctrl\+|alt\+)*(up|down|left|right|home|end|pageup|pagedown)$/;
    for (const { key, command } of keybindings) assert.ok(!taken.includes(key) && !walking.test(key), command);
  });

  it("have on macOS the keys of macOS", () => {
    for (const { key, mac = key } of keybindings)
      assert.equal(mac, key === "delete" ? "cmd+backspace" : key.replace("ctrl", "cmd"), key);
  });

  it("have keys only where a list of ours has the focus, and the README lists them", () => {
    const keysOf = ({ key, mac = key }: Keybinding) =>
      [key, mac].map((one) => one.replaceAll(/\b\w/g, (c) => c.toUpperCase()));
    const readme = readText("README.md");
    for (const binding of keybindings) {
      assert.match(binding.when, /^focusedView == workfrontUsers\.(users|runs) && listFocus && !inputFocus$/);
      for (const key of keysOf(binding)) assert.ok(readme.includes(`\`${key}\``), `README.md does not name ${key}`);
    }
  });
});
