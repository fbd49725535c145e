import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "./memoryContext";
import { openWindow, type Window } from "./session";

/** Inside a `describe`: a sandbox with so many users, and a window that is signed in to it, anew for each test. */
export function useWindow(users: number): { readonly sandbox: Sandbox; readonly window: Window } {
  const scene = {} as { sandbox: Sandbox; window: Window };
  beforeEach(async () => {
    scene.sandbox = await startSandbox({ users });
    scene.window = await openWindow(new KeptState(), scene.sandbox);
  });
  afterEach(async () => {
    scene.window.connections.dispose();
    await scene.sandbox.stop();
  });
  return scene;
}
