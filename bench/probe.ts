import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";

/**
 * An extension that activates others, one after the other, and notes down how long each took: the milliseconds by
 * extension ID, in the file that WORKFRONT_BENCH_FILE names. The file that WORKFRONT_BENCH_ORDER names has the IDs.
 */
export async function activate(): Promise<void> {
  const ids = JSON.parse(readFileSync(process.env["WORKFRONT_BENCH_ORDER"] ?? "", "utf8")) as string[];
  const times: Record<string, number> = {};
  // Each activation waits for an answer of the window, which has more to do at first than is to be measured.
  await setTimeout(3000);
  for (const id of ids) {
    const started = performance.now();
    await vscode.extensions.getExtension(id)?.activate();
    times[id] = performance.now() - started;
  }
  writeFileSync(process.env["WORKFRONT_BENCH_FILE"] ?? "", JSON.stringify(times));
}
