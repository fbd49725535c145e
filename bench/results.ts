import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";

const file = "bench/RESULTS.md";

/** What the numbers were measured on. */
export function machine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${processor?.model.trim() ?? ""}, ${memory} GB.`;
}

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, headings.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Replaces one section of the results and leaves the others as they are. */
export async function writeSection(title: string, text: string): Promise<void> {
  const known = await readFile(file, "utf8").catch(() => "");
  const sections = new Map(
    known
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [heading = "", ...lines] = section.split("\n");
        return [heading, lines.join("\n").trim()];
      }),
  );
  sections.set(title, text);
  const written = [...sections].map(([heading, content]) => `## ${heading}\n\n${content}\n`);
  await writeFile(file, `# Benchmarks\n\n${written.join("\n")}`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
