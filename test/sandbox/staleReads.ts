import type { Directory, SandboxRecord } from "./directory";
import { editableTypes } from "./edit";

interface StaleRecord {
  readonly code: string;
  readonly old: SandboxRecord;
  reads: number;
}

/** A server whose copies lag behind: what was changed is read as it was before, so many times. */
export class StaleReads {
  private records: StaleRecord[] = [];

  constructor(private readonly directory: Directory) {}

  /** Makes a change that the next reads do not see. */
  afterChange<T>(reads: number, change: () => T): T {
    const before = [...editableTypes].flatMap((code) =>
      this.directory.records(code).map((record) => ({ code, old: { ...record }, reads })),
    );
    const result = change();
    this.records.push(...before.filter(({ code, old }) => isDifferent(old, this.directory.table(code).get(old.ID))));
    return result;
  }

  whileReading<T>(read: () => T): T {
    const now = this.records.map(({ code, old }) => ({
      code,
      old: { ...this.directory.table(code).get(old.ID), ID: old.ID },
    }));
    for (const { code, old } of this.records) this.directory.restore(code, old);
    try {
      return read();
    } finally {
      for (const { code, old } of now.reverse()) this.directory.restore(code, old);
      for (const record of this.records) record.reads--;
      this.records = this.records.filter(({ reads }) => reads > 0);
    }
  }
}

function isDifferent(old: SandboxRecord, record: SandboxRecord | undefined): boolean {
  return record === undefined || Object.keys(record).some((field) => record[field] !== old[field]);
}
