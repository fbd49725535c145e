import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { exportUsers as writeUsers, type ExportFormat, type ExportResult, type LeftColumns } from "../../domain/export";
import { isMovable, movableKinds } from "../../domain/handOver/kinds";
import type { LeftWork } from "../../domain/handOver/leftAfter";
import { userDetailFields } from "../../workfront/records";
import type { Session } from "../connections/session";
import { explain, explainFile, Explanation } from "../words/failures";
import { workKindName } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { pick } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { tell } from "../editor/tell";
import type { ExtraFields } from "./extraFields";

/** Writes all users that meet the view's search and filters to a file of the administrator's choice. */
export async function exportUsers(session: Session, extraFields: ExtraFields): Promise<void> {
  const format = await askForFormat(session);
  const target = format && (await askForTarget(session, format));
  if (!target) return;
  const folder = await mkdtemp(join(tmpdir(), "workfront-users-"));
  try {
    const file = join(folder, `users.${format}`);
    const result = await write(session, { file, format, fields: [...userDetailFields, ...extraFields.names] });
    await putInPlace(vscode.Uri.file(file), target);
    tellResult(session, target, result);
  } catch (error) {
    throw nothingExported(error);
  } finally {
    // On Windows, a virus scanner may still be reading it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    extraFields.tellRefused(session);
  }
}

function askForFormat({ directory }: Session): Promise<ExportFormat | undefined> {
  return pick<ExportFormat>({
    title: vscode.l10n.t("Export Users"),
    placeholder: vscode.l10n.t("Select a file type"),
    rows: [
      {
        label: "CSV",
        description: directory.left
          ? vscode.l10n.t("for spreadsheets, with how much work was left with each user")
          : vscode.l10n.t("for spreadsheets"),
        value: "csv",
      },
      {
        label: "JSON",
        description: directory.left
          ? vscode.l10n.t("as Workfront sends it, with how much work was left with each user")
          : vscode.l10n.t("exactly as Workfront sends it"),
        value: "json",
      },
    ],
  });
}

function askForTarget({ host }: Session, format: ExportFormat): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const today = new Date().toISOString().slice(0, 10);
  const name = `workfront-users-${host.replaceAll(":", "-")}-${today}.${format}`;
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export Users"),
    saveLabel: vscode.l10n.t("Export"),
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { [format.toUpperCase()]: [format] },
  });
}

async function write(
  session: Session,
  {
    file,
    format,
    fields,
  }: { readonly file: string; readonly format: ExportFormat; readonly fields: readonly string[] },
): Promise<ExportResult> {
  const { client, directory, host } = session;
  const { criteria } = directory;
  const licenses = await session.licenseLabels();
  return withProgress(vscode.l10n.t("Exporting users from {0}", host), async (signal, report) => {
    const expected = directory.total ?? (await client.countUsers(criteria, { signal }));
    let told = 0;
    const onProgress = (written: number) => {
      const percent = (written / Math.max(expected, 1)) * 100;
      const total = countInWords(Math.max(expected, written));
      report(vscode.l10n.t("{0} of {1}", countInWords(written), total), Math.max(0, percent - told));
      told = percent;
    };
    const left = directory.left && columnsFor(directory.left);
    return writeUsers(client, file, { criteria, fields, format, licenses, expected, left, signal, onProgress });
  });
}

/** A column for each kind of which something was left with anybody, and for each that is unknown. */
function columnsFor({ counts, unknown }: LeftWork): LeftColumns {
  const someLeft = new Set([...counts.values()].flatMap((one) => [...one.keys()]));
  const unknownKinds = new Set(unknown.map(({ kind }) => kind));
  const kinds = movableKinds.filter((kind) => someLeft.has(kind) || unknownKinds.has(kind));
  return {
    columns: kinds.map((kind) => ({ key: kind, heading: workKindName(kind) })),
    count: (userID, kind) =>
      isMovable(kind) && !unknownKinds.has(kind) ? (counts.get(userID)?.get(kind) ?? 0) : undefined,
    unknown: vscode.l10n.t("unknown"),
  };
}

/** Copied beside the target first, and only then put in its place: what was there before is whole or replaced. */
async function putInPlace(source: vscode.Uri, target: vscode.Uri): Promise<void> {
  const beside = target.with({ path: `${target.path}.${randomUUID().slice(0, 8)}.part` });
  const { fs } = vscode.workspace;
  try {
    await fs.copy(source, beside, { overwrite: true });
    await fs.rename(beside, target, { overwrite: true });
  } catch (error) {
    await fs.delete(beside).then(undefined, () => undefined);
    const reason = explainFile(error);
    throw new Explanation(
      vscode.l10n.t("The users were not exported: {0} could not be written. {1}", target.fsPath, reason),
    );
  }
}

/** What became of the export beside what went wrong; whoever canceled knows. */
function nothingExported(error: unknown): unknown {
  if (error instanceof Explanation || (error instanceof Error && error.name === "AbortError")) return error;
  return new Explanation(vscode.l10n.t("Nothing was exported. {0}", explain(error)), { cause: error });
}

function tellResult({ host }: Session, target: vscode.Uri, { written, counted }: ExportResult): void {
  const users = written === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(written));
  const done = vscode.l10n.t("Exported {0} from {1} to {2}.", users, host, target.fsPath);
  const open = {
    title: vscode.l10n.t("Open File"),
    run: () => vscode.commands.executeCommand("vscode.open", target),
  };
  if (written === counted) void tell.info(done, open);
  else void tell.warn(`${done} ${differenceInWords(counted)}`, open);
}

function differenceInWords(counted: number | undefined): string {
  return counted === undefined
    ? vscode.l10n.t(
        "The server did not say how many users there are now, so the export could not be checked against it.",
      )
    : vscode.l10n.t(
        "The server now counts {0}, because the directory changed during the export. Export again to get everybody.",
        countInWords(counted),
      );
}
