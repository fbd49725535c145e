import papaparse from "papaparse";
import { longList, longLists, readEntries } from "../test/support/longLists";
import { measured, type Work } from "../test/support/work";
import { machine, median, table, writeSection } from "./results";

const count = 50_000;
const runs = 5;

/**
 * `npm run bench:lists`: what reading long lists takes, up to the moment when users are looked up, beside a library that
 * parses the same text and does nothing else. Both are the time that this thread was at work, which other programs do not
 * lengthen.
 */
async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const name of longLists) {
    const bytes = longList(name, count);
    const [own, floor]: [Work[], Work[]] = [[], []];
    for (let run = 0; run <= runs; run++) {
      const ours = await measured(() => readEntries(bytes));
      const parsed = await measured(() => Promise.resolve(rowsIn(bytes)));
      // The first is a warm-up.
      if (run === 0) continue;
      own.push(ours);
      floor.push(parsed);
    }
    const [ours, parsed] = [own, floor].map((works) => median(works.map(({ total }) => total))) as [number, number];
    const longest = median(own.map((work) => work.longest));
    const size = `${(bytes.length / 1e6).toFixed(1)} MB`;
    rows.push([
      name,
      size,
      ...[ours, parsed].map(milliseconds),
      `${(ours / parsed).toFixed(1)}×`,
      milliseconds(longest),
    ]);
  }
  const conditions = [
    `Lists of ${count.toLocaleString("en-US")} lines, from the bytes of a file to entries that can be looked up; papaparse alone parses the`,
    `same bytes into cells. Processor time; medians of ${runs} runs after a warm-up, by turns. ${machine()}`,
  ].join("\n");
  const text = [conditions, table(["list", "size", "ours", "papaparse", "ratio", "longest turn"], rows)].join("\n\n");
  console.log(text);
  await writeSection("Lists", text);
}

function rowsIn(bytes: Buffer): number {
  return papaparse.parse(bytes.toString()).data.length;
}

function milliseconds(time: number): string {
  return `${time.toFixed(0)} ms`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
