import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunRecord } from "../../src/domain/runs/record";
import { Runs } from "../../src/domain/runs/runs";
import { Changes } from "../../src/ui/changes/changes";
import type { CommandName, Commands } from "../../src/ui/editor/commands";
import { MarkdownDocuments } from "../../src/ui/editor/markdownDocuments";
import { Settings } from "../../src/ui/editor/settings";
import type { UserRow } from "../../src/ui/users/rows";
import { TargetChooser } from "../../src/ui/users/targets";
import { startSandbox, type Sandbox, type SandboxOptions, type SandboxUser } from "../sandbox/server";
import { KeptState } from "./memoryContext";
import { openWindow, type Window } from "./session";
import { removeFolder } from "./removeFolder";

/** A question as it was asked before a change. */
interface Asked {
  readonly question: string;
  readonly detail: string;
  readonly button: string;
  readonly buttons: readonly string[];
}

/** A sandbox, a window that is signed in to it, and the one way to change anything. */
export class ChangesScene {
  sandbox!: Sandbox;
  window!: Window;
  folder!: string;
  runs!: Runs;
  documents!: MarkdownDocuments;
  changes!: Changes;
  /** All questions before changes so far. */
  asked: Asked[] = [];

  async begin(options: SandboxOptions): Promise<void> {
    this.sandbox = await startSandbox(options);
    this.window = await openWindow(new KeptState(), this.sandbox);
    this.folder = await mkdtemp(join(tmpdir(), "runs-"));
    this.runs = new Runs(this.folder);
    this.documents = new MarkdownDocuments();
    this.changes = new Changes(this.runs, new Settings(), this.documents);
    this.asked = [];
  }

  async end(): Promise<void> {
    this.documents.dispose();
    await this.runs.dispose();
    this.window.connections.dispose();
    await this.sandbox.stop();
    await removeFolder(this.folder);
  }

  /** The session as it is now: one that becomes read-only is another one. */
  get session() {
    return this.window.connections.session!;
  }

  get host(): string {
    return new URL(this.sandbox.url).host;
  }

  /** How many requests that change something were sent. */
  get writes(): number {
    return this.sandbox.requests.filter(({ method }) => method === "PUT").length;
  }

  /** The newest run. */
  async newest(): Promise<RunRecord> {
    return (await this.runs.read((await this.runs.list())[0]!.id))!;
  }

  /** Answers questions before changes by these buttons in turn, and then by their verbs. */
  agree(...titles: string[]) {
    return (question: string, detail: string, button: string, buttons: readonly string[]): string => {
      this.asked.push({ question, detail, button, buttons });
      return titles.shift() ?? button;
    };
  }

  /** The texts of reports that are to be shown from now on. */
  keepReports(): readonly string[] {
    const reports: string[] = [];
    this.documents.show = (_, markdown) => Promise.resolve(void reports.push(markdown));
    return reports;
  }

  /** Who is meant by what a command is given, with these rows selected in the view. */
  targets(selection: readonly UserRow[] = []): TargetChooser {
    return new TargetChooser(this.window.connections, { selection } as never);
  }

  /** Commands as they are registered, to be called without the editor, so that what they throw can be seen. */
  commands(register: (commands: Commands) => void): (name: CommandName, ...args: unknown[]) => Promise<unknown> {
    const handlers = new Map<CommandName, (...args: unknown[]) => unknown>();
    register({
      register: (name: CommandName, handler: (...args: unknown[]) => unknown) => handlers.set(name, handler),
    } as never);
    return (name, ...args) => Promise.resolve(handlers.get(name)?.(...args));
  }
}

/** The row of a report that says what became of a user, by what the server has of them. */
export function resultOf({ name, isActive }: SandboxUser): RegExp {
  return new RegExp(`\\| ${name} .*\\| ${isActive ? "Not attempted" : "Deactivated"} `);
}

/** Inside a `describe`: a scene of its own for each test. */
export function useChanges(options?: SandboxOptions): ChangesScene {
  return useScene(new ChangesScene(), options);
}

export function useScene<S extends ChangesScene>(scene: S, options: SandboxOptions = { users: 20 }): S {
  beforeEach(() => scene.begin(options));
  afterEach(() => scene.end());
  return scene;
}
