import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { TreeRows } from "../../src/domain/treeRows";

interface Row {
  readonly id: string;
  readonly text: string;
  readonly rows: readonly Row[];
}

/** As much of an editor as counts here: it knows a row from when it has asked for it until it is told to ask anew. */
class Editor {
  source: readonly Row[] = [];
  /** What the editor was told. */
  readonly told: unknown[] = [];
  /** By identity: what a click on a drawn row finds. */
  readonly known = new Map<string, Row>();
  readonly open = new Set<string>();
  readonly #texts = new Map<string, string>();
  readonly #order = new Map<string | undefined, readonly Row[]>();
  #questions = 0;
  readonly rows: TreeRows<Row> = new TreeRows<Row>({
    read: (parent) => (parent ? parent.rows : this.source).map((row) => ({ ...row })),
    draw: ({ id, text }) => ({ id, look: text }),
    changed: (what) => {
      this.told.push(what);
      if (Array.isArray(what)) for (const row of what) this.draw(row);
      else this.#forget(what);
    },
  });

  draw(row: Row): void {
    this.rows.note(row, { id: row.id, look: row.text });
    this.#texts.set(row.id, row.text);
  }

  /** Asks for what it does not know, below everything that is open. */
  async ask(parent?: Row): Promise<void> {
    const question = this.#questions;
    if (!this.#order.has(parent?.id)) {
      const rows = await this.rows.below(parent);
      // An answer to what was asked before it was to ask anew is dropped.
      if (question !== this.#questions) return this.ask();
      this.#order.set(parent?.id, rows);
      for (const row of rows) {
        this.known.set(row.id, row);
        this.draw(row);
      }
    }
    for (const row of this.#order.get(parent?.id) ?? [])
      if (question === this.#questions && this.open.has(row.id)) await this.ask(row);
  }

  get shown(): unknown {
    const below = (parent?: Row): unknown =>
      this.#order
        .get(parent?.id)
        ?.map((row) => [row.id, this.#texts.get(row.id), this.open.has(row.id) ? below(row) : []]);
    return below();
  }

  #forget(parent: Row | undefined): void {
    this.#questions++;
    for (const row of this.#order.get(parent?.id) ?? []) {
      this.#forget(row);
      this.known.delete(row.id);
    }
    this.#order.delete(parent?.id);
  }
}

const leaf = (id: string, text: string): Row => ({ id, text, rows: [] });

async function editorWith(...source: Row[]): Promise<Editor> {
  const editor = new Editor();
  editor.source = source;
  await editor.ask();
  return editor;
}

describe("The rows of a tree", () => {
  it("are not asked for again where they are the same, or only look different", async () => {
    const editor = await editorWith(leaf("a", "1"), leaf("b", "1"));
    const [a, b] = editor.known.values();
    await editor.rows.refresh();
    assert.deepEqual(editor.told, []);
    editor.source = [leaf("a", "1"), leaf("b", "2")];
    await editor.rows.refresh();
    assert.deepEqual(editor.told, [[b]]);
    assert.deepEqual([editor.known.get("a"), editor.known.get("b")], [a, b], "a click finds the row");
    assert.deepEqual([editor.shown, b!.text], [[["a", "1", []], ["b", "2", []]], "2"]); // prettier-ignore
  });

  it("are asked for where there are others, or they are in another order, and stay the same objects", async () => {
    const editor = await editorWith(leaf("a", "1"), leaf("b", "1"));
    const a = editor.known.get("a");
    for (const source of [[leaf("b", "1"), leaf("a", "1")], [leaf("c", "1"), leaf("a", "1")], [leaf("a", "2")]]) {
      editor.source = source;
      await editor.rows.refresh();
      assert.equal(editor.told.pop(), undefined);
      await editor.ask();
      assert.equal(editor.known.get("a"), a);
    }
    assert.deepEqual(editor.told, []);
  });

  it("are drawn anew where what is asked for later is made from something else", async () => {
    let source = {};
    const told: unknown[] = [];
    const row = leaf("a", "1");
    const draw = () => ({ id: "a", look: "1", source });
    const rows = new TreeRows<Row>({ read: () => [{ ...row }], draw, changed: (what) => told.push(what) });
    for (const one of await rows.below()) rows.note(one, draw());
    await rows.refresh();
    assert.deepEqual(told, []);
    source = {};
    await rows.refresh();
    assert.deepEqual(told, [[row]]);
  });

  it("stay as they are where they cannot be read again, and are asked for again where they never could be", async () => {
    const told: unknown[] = [];
    let isFailing = false;
    const read = () => (isFailing ? Promise.reject(new Error("gone")) : [leaf("a", "1")]);
    const parts = {
      read,
      draw: ({ id, text }: Row) => ({ id, look: text }),
      changed: (what: unknown) => told.push(what),
    };
    const rows = new TreeRows<Row>(parts);
    const [a] = await rows.below();
    isFailing = true;
    await rows.refresh();
    assert.deepEqual([await rows.below(), told], [[a], []]);
    const never = new TreeRows<Row>(parts);
    await assert.rejects(never.below());
    await never.refresh();
    assert.deepEqual(told, [undefined]);
  });

  it("below a folded row are read when it is opened again", async () => {
    const editor = await editorWith({ ...leaf("a", "1"), rows: [leaf("b", "1")] });
    editor.open.add("a");
    await editor.ask();
    const a = editor.known.get("a")!;
    editor.rows.fold(a);
    assert.deepEqual(editor.told, [[a]]);
    editor.rows.fold(a);
    assert.equal(editor.told.length, 1);
  });

  it("are what was read last in the editor, whatever happens", async () => {
    const id = fc.constantFrom("a", "b", "c", "d");
    const leaves = fc.uniqueArray(fc.record({ id, text: fc.constantFrom("1", "2") }), { selector: (one) => one.id });
    const tree = leaves.chain((tops) =>
      fc.tuple(...tops.map((top) => leaves.map((all): Row => ({
        ...top,
        rows: all.map((one) => leaf(`${top.id}/${one.id}`, one.text)),
      })))),
    ); // prettier-ignore
    const steps = fc.array(fc.record({ tree, open: fc.subarray(["a", "b", "c"]), asks: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const editor = await editorWith();
        for (const { tree: source, open, asks } of all) {
          editor.source = source;
          for (const one of open) editor.open.add(one);
          const refreshed = editor.rows.refresh();
          if (asks) await editor.ask();
          await setImmediate();
          await refreshed;
        }
        await editor.rows.refresh();
        await editor.ask();
        const wanted = (rows: readonly Row[]): unknown =>
          rows.map((row) => [row.id, row.text, editor.open.has(row.id) ? wanted(row.rows) : []]);
        assert.deepEqual(editor.shown, wanted(editor.source));
      }),
    );
  });
});
