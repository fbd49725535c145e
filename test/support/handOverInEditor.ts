import type { SandboxUser } from "../sandbox/server";
import { ChangesScene, useScene } from "./changesScene";
import { addLeaver, addSuccessor } from "./handOver";
import { answering, type Answers } from "./session";

/** In each pick, the first row that begins with one of these texts. */
export const choosing =
  (...starts: string[]) =>
  (labels: readonly string[]) =>
    labels.find((label) => starts.some((start) => label.startsWith(start)));

/** Chooses the successor, and then to go on with all that is selected. */
export const chooseAll = choosing("Sue Next", "Hand Over ");

/** A scene with somebody who holds 13 things, and somebody who is to have them. */
class HandOverInEditor extends ChangesScene {
  leaver!: SandboxUser;
  successor!: SandboxUser;

  override async begin(): Promise<void> {
    await super.begin({ users: 20 });
    this.leaver = addLeaver(this.sandbox, 13);
    this.successor = addSuccessor(this.sandbox);
  }

  handOver(answers: Answers = {}, users = [this.leaver]): Promise<string[]> {
    return answering({ choose: chooseAll, modal: this.agree(), type: () => undefined, ...answers }, () =>
      this.changes.handOver(this.session, { users }),
    );
  }
}

/** Inside a `describe`: such a scene for each test. */
export function useHandOver(): HandOverInEditor {
  return useScene(new HandOverInEditor());
}
