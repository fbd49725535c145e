import * as v from "valibot";
import { pageStateSchema, type PageRequest, type PageState } from "../../domain/licenseOverview/messages";
import { measures } from "../../domain/licenseOverview/measures";

interface Editor {
  postMessage(message: PageRequest): void;
  getState(): unknown;
  setState(state: View): void;
}

declare function acquireVsCodeApi(): Editor;

const viewSchema = v.object({
  /** Keys of the licenses that are folded out. */
  open: v.array(v.string()),
  order: v.object({ by: v.picklist(["name", ...measures]), descending: v.boolean() }),
  showsAllGroups: v.boolean(),
});

/** How somebody has arranged the page; kept while its tab is hidden. */
export type View = v.InferOutput<typeof viewSchema>;

const firstView: View = { open: [], order: { by: "idle", descending: true }, showsAllGroups: false };

const editor = acquireVsCodeApi();

/** What every part of the page needs. */
export interface Page {
  readonly state: PageState;
  readonly view: View;
  readonly arrange: (view: Partial<View>) => void;
  readonly ask: (request: PageRequest) => void;
  /** A count as the editor's language writes it. */
  readonly count: (count: number) => string;
}

/** Draws the page anew whenever the extension sends another state, or the person arranges it otherwise. */
export function startPage(draw: (page: Page) => void): void {
  const kept = v.safeParse(viewSchema, editor.getState());
  let view = kept.success ? kept.output : firstView;
  let state: PageState | undefined;
  const ask = (request: PageRequest) => editor.postMessage(request);
  const drawAgain = () => {
    if (!state) return;
    const format = new Intl.NumberFormat(state.language);
    draw({ state, view, arrange, ask, count: (count) => format.format(count) });
  };
  const arrange = (change: Partial<View>) => {
    view = { ...view, ...change };
    editor.setState(view);
    drawAgain();
  };
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const sent = v.safeParse(pageStateSchema, data);
    if (!sent.success) return;
    state = sent.output;
    drawAgain();
  });
  ask({ type: "ready" });
}
