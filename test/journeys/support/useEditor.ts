import type { EditorOptions } from "./editor";
import { Editor } from "./editor";
import { Workplace } from "./workplace";

// After all files of this process.
after(() => Workplace.leave());

/**
 * Inside a `describe`: one editor for all its tests, kept pictures and logs of those that fail. Gives the way to reach
 * it, because it is there only while the tests run.
 */
export function useEditor(options?: EditorOptions): () => Editor {
  let editor: Editor | undefined;
  before(async () => {
    editor = await Editor.start(options);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure(this.currentTest.fullTitle());
  });
  after(async () => {
    await editor?.stop();
  });
  return () => {
    if (editor === undefined) throw new Error("The editor is there only while the tests run.");
    return editor;
  };
}
