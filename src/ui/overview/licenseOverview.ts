import * as vscode from "vscode";
import * as v from "valibot";
import { askForOverview, type OverviewAnswers } from "../../domain/licenseOverview/answers";
import { pageRequestSchema, type PageRequest, type PageState } from "../../domain/licenseOverview/messages";
import { overviewOf, usersCounted, type LicenseOverview } from "../../domain/licenseOverview/overview";
import { overviewTable } from "../../domain/licenseOverview/table";
import { pastedTable } from "../../domain/pastedTable";
import type { UserCriteria } from "../../workfront/query";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import type { ErrorReport } from "../editor/errorReport";
import { saveTable } from "../editor/saveTable";
import type { Settings } from "../editor/settings";
import { explainBriefly } from "../words/failures";
import { placeOf } from "../words/place";
import { pageFolder, pageHtml } from "./pageHtml";
import { pageState } from "./pageState";

export interface LicenseOverviewParts {
  readonly context: Pick<vscode.ExtensionContext, "extensionUri">;
  readonly connections: Connections;
  readonly settings: Settings;
  readonly errors: ErrorReport;
  readonly targets: { readonly session: () => Promise<Session> };
}

/**
 * The license overview in a tab of this window: shows the numbers of the current connection, and follows it. The page holds
 * nothing; what it shows is sent again whenever it asks.
 */
export class LicenseOverviewTab {
  readonly #panel: vscode.WebviewPanel;
  #session: Session;
  #answers: OverviewAnswers | undefined;
  #problem = "";
  #reading: AbortController | undefined;

  constructor(
    private readonly parts: LicenseOverviewParts,
    session: Session,
  ) {
    const { connections, context } = parts;
    this.#session = session;
    this.#panel = vscode.window.createWebviewPanel(
      "workfrontUsers.licenseOverview",
      vscode.l10n.t("License Overview"),
      vscode.ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [pageFolder(context.extensionUri)] },
    );
    const { webview } = this.#panel;
    const listeners = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      connections.onDidChange(() => this.#follow(connections.session)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("workfrontUsers.purchasedLicenses")) this.#show();
      }),
    ];
    this.#panel.onDidDispose(() => {
      this.#reading?.abort();
      vscode.Disposable.from(...listeners).dispose();
    });
    webview.html = pageHtml(webview, context.extensionUri, "licenseOverview");
  }

  get onDidClose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Brings the tab to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  /** Reads all numbers anew. Never rejects: a failure is told, and shown with the numbers of an earlier reading. */
  async refresh(): Promise<void> {
    this.#reading?.abort();
    const { signal } = (this.#reading = new AbortController());
    const session = this.#session;
    const { settings, errors } = this.parts;
    const question = { idleDays: settings.idleDays, licenses: () => session.licenseLabels() };
    this.#show();
    try {
      const answers = await session.hold(() => askForOverview(session.client, question, signal));
      if (signal.aborted) return;
      this.#answers = answers;
      this.#problem = "";
      // The filters that the page sets are called by these.
      session.learn([
        ...("value" in answers.groupNames ? answers.groupNames.value : []),
        ...("value" in answers.levels ? answers.levels.value : []).flatMap(({ ID, name }): [string, string][] =>
          name === null ? [] : [[ID, name]],
        ),
      ]);
    } catch (error) {
      if (signal.aborted) return;
      const reason = explainBriefly(error);
      this.#problem = this.#answers
        ? vscode.l10n.t("Showing earlier results: {0}", reason)
        : vscode.l10n.t("The numbers could not be read: {0}", reason);
      errors.show(error, () => this.refresh());
    }
    this.#reading = undefined;
    this.#show();
  }

  /** Another connection has other numbers; without one, those that were read stay, and none are read any more. */
  #follow(session: Session | undefined): void {
    if (session && session !== this.#session) {
      if (session.connection.id !== this.#session.connection.id) this.#answers = undefined;
      this.#session = session;
      void this.refresh();
      return;
    }
    if (!session) {
      this.#reading?.abort();
      this.#reading = undefined;
      this.#problem = this.#answers
        ? vscode.l10n.t("Showing earlier results: {0}", vscode.l10n.t("you are not connected"))
        : vscode.l10n.t("Connect to Workfront first.");
    }
    this.#show();
  }

  async #receive(message: unknown): Promise<void> {
    const request = v.safeParse(pageRequestSchema, message);
    if (!request.success) return;
    try {
      await this.#carryOut(request.output);
    } catch (error) {
      this.parts.errors.show(error, () => this.#receive(message));
    }
  }

  async #carryOut(request: PageRequest): Promise<void> {
    switch (request.type) {
      case "ready":
        this.#show();
        return;
      case "refresh":
        await this.#mustBeConnected();
        return this.refresh();
      case "copy":
        return vscode.env.clipboard.writeText(pastedTable(this.#table()));
      case "export":
        return this.#export();
      case "show":
        await this.#mustBeConnected();
        return this.#showUsers(request.key, request.measure);
      case "purchased":
        return this.parts.settings.keepPurchased(this.#session.host, request.license, request.count);
    }
  }

  /** A connection that was removed is asked for nothing any more. */
  async #mustBeConnected(): Promise<void> {
    this.#follow(await this.parts.targets.session());
  }

  get #overview(): LicenseOverview | undefined {
    return this.#answers && overviewOf(this.#answers, this.parts.settings.purchasedLicenses(this.#session.host));
  }

  #state(): PageState {
    return pageState({
      overview: this.#overview,
      place: placeOf(this.#session.connection),
      idleDays: this.parts.settings.idleDays,
      isBusy: this.#reading !== undefined,
      problem: this.#problem,
    });
  }

  #show(): void {
    void this.#panel.webview.postMessage(this.#state());
  }

  #table(): string[][] {
    const { overview, words } = this.#state();
    return overview ? overviewTable(overview, words) : [];
  }

  #export(): Promise<void> {
    const host = this.#session.host.replaceAll(":", "-");
    return saveTable(this.#table(), {
      title: vscode.l10n.t("Export License Overview"),
      name: `workfront-licenses-${host}-${new Date().toISOString().slice(0, 10)}.csv`,
      told: (path) => vscode.l10n.t("The license overview is in {0}.", path),
    });
  }

  /** Shows in the Users view exactly the users that a number counts. */
  async #showUsers(key: string, measure: (PageRequest & { type: "show" })["measure"]): Promise<void> {
    const criteria = this.#usersOf(key, measure);
    if (!criteria) return;
    await vscode.commands.executeCommand("workfrontUsers.users.focus");
    await this.#session.directory.search(criteria);
  }

  #usersOf(key: string, measure: (PageRequest & { type: "show" })["measure"]): UserCriteria | null | undefined {
    const overview = this.#overview;
    if (!overview) return undefined;
    if (!measure) return overview.logins.find((row) => row.key === key)?.criteria;
    const levels = overview.licenses.flatMap((license) => license.levels);
    const row = [...overview.licenses, ...levels, overview.total, ...overview.groups].find((one) => one.key === key);
    return row && usersCounted(row, measure, overview.idleDays);
  }
}
