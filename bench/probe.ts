import { writeFileSync } from "node:fs";
import * as vscode from "vscode";

/**
 * An extension that activates two others, one after the other, and notes down how long each took: the milliseconds by
 * extension ID, in the file that WORKFRONT_BENCH_FILE names. WORKFRONT_BENCH_IDS has the IDs.
 */
export async function activate(): Promise<void> {
  const ids = (process.env["WORKFRONT_BENCH_IDS"] ?? "").split(",");
  // Whoever is first pays for what both need, so that each is first half of the time.
  if (Math.random() < 0.5) ids.reverse();
  const times: Record<string, number> = {};
  for (const id of ids) {
    const started = performance.now();
    await vscode.extensions.getExtension(id)?.activate();
    times[id] = performance.now() - started;
  }
  writeFileSync(process.env["WORKFRONT_BENCH_FILE"] ?? "", JSON.stringify({ first: ids[0], times }));
}
