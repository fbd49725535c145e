import assert from "node:assert/strict";
import fs from "node:fs/promises";

/** How often the system refuses these calls before it does what they ask for. */
type Refusals = Partial<Record<"open" | "rm", number>>;

/** Does the work as on Windows, where a file is busy for a moment. All refusals must be met. */
export async function onBusyWindows<T>(refusals: Refusals, work: () => Promise<T>): Promise<T> {
  const { value: system } = Object.getOwnPropertyDescriptor(process, "platform") as { value: string };
  const { open, rm } = fs;
  const left = { open: 0, rm: 0, ...refusals };
  const refused = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  Object.defineProperty(process, "platform", { value: "win32" });
  fs.open = (...given) => (left.open-- > 0 ? refused("EPERM") : open(...given));
  fs.rm = (...given) => (left.rm-- > 0 ? refused("EBUSY") : rm(...given));
  try {
    const result = await work();
    assert.ok(left.open <= 0 && left.rm <= 0, JSON.stringify(left));
    return result;
  } finally {
    Object.assign(fs, { open, rm });
    Object.defineProperty(process, "platform", { value: system });
  }
}
