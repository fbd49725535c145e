import type { Files, GrowingFile } from "../../src/domain/runs/files";
import type { WorkfrontClient } from "../../src/workfront/client";

/** Called before and after each of some calls, each of which may be the last that a program makes. */
export type Step = () => Promise<void> | void;

/** A disk with a step before and after all that a run does to it. */
export function steppingFiles(files: Files, step: Step): Files {
  const open = async (...given: Parameters<Files["open"]>) =>
    stepping<GrowingFile>(await files.open(...given), ["write", "sync", "close"], step);
  return stepping(files, ["create", "makeFolder", "syncFolder", "remove"], step, { open });
}

/** A client with a step before and after each change that it sends. */
export function steppingClient(client: WorkfrontClient, step: Step): WorkfrontClient {
  return stepping(client, ["edit", "editMany"], step);
}

function stepping<T extends object>(of: T, names: readonly (keyof T)[], step: Step, instead: Partial<T> = {}): T {
  const stepped = (name: keyof T) => {
    return async (...given: unknown[]) => {
      await step();
      try {
        return await (of[name] as (...all: unknown[]) => Promise<unknown>).apply(of, given);
      } finally {
        await step();
      }
    };
  };
  return new Proxy(of, {
    get: (_, name) => {
      const value = instead[name as keyof T] ?? of[name as keyof T];
      if (typeof value !== "function") return value;
      return names.includes(name as keyof T) ? stepped(name as keyof T) : (value.bind(of) as unknown);
    },
  });
}
