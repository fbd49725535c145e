import type { Session } from "../connections/session";
import type { Commands } from "../editor/commands";
import type { LicenseOverviewParts, LicenseOverviewTab } from "./licenseOverview";

/** Shows the license overview: one tab in a window. @param tabClass asked for when it is first shown. */
export function registerOverviewCommand(
  commands: Commands,
  parts: LicenseOverviewParts,
  tabClass: () => Promise<typeof LicenseOverviewTab>,
): void {
  let opening: Promise<LicenseOverviewTab> | undefined;
  const close = () => (opening = undefined);
  const open = async (session: Session) => {
    const Tab = await tabClass();
    const tab = new Tab(parts, session);
    tab.onDidClose(close);
    void tab.refresh();
    return tab;
  };
  commands.register("showOverview", async () => {
    const session = await parts.targets.session();
    opening ??= open(session);
    opening.catch(close);
    const tab = await opening;
    tab.reveal();
  });
}
