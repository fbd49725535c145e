import * as vscode from "vscode";
import type { AddressProblem } from "../../domain/address";
import type { SignInWay } from "../../domain/connection";
import { WorkfrontError } from "../../workfront/errors";
import { explain } from "../words/failures";

export function explainAddress(problem: AddressProblem): string {
  switch (problem.kind) {
    case "empty":
      return vscode.l10n.t("Enter the address of your Workfront.");
    case "malformed":
      return vscode.l10n.t("This is not an address. Enter one such as acme or acme.my.workfront.com.");
    case "insecure":
      return vscode.l10n.t(
        "{0} must be reached through https, so that nobody on the way can read your key.",
        problem.host,
      );
    case "unifiedShell":
      return vscode.l10n.t(
        "{0} shows Workfront, but its API is at your own domain. Enter an address such as acme.my.workfront.adobe.com.",
        problem.host,
      );
    case "foreign":
      return vscode.l10n.t(
        "{0} is not a Workfront address. Your key is sent only to hosts that end in .workfront.com or .workfront.adobe.com.",
        problem.host,
      );
  }
}

/** What answered in place of Workfront at an address that was typed, and that it may be used all the same. */
export function explainStranger({ failure }: WorkfrontError): string {
  // Without the words of a page, which need not end like a sentence.
  const problem = explain(new WorkfrontError({ ...failure, words: undefined }));
  return vscode.l10n.t("{0} Press Enter again to use this address anyway.", problem);
}

/** Why a key or a password was not accepted, and the ways that are left; the step before this one offers them. */
export function explainSecret(error: unknown, host: string, way: SignInWay | undefined): string {
  if (!(error instanceof WorkfrontError)) return explain(error);
  const { kind } = error;
  const isDeclined = kind === "unauthorized" || (way === "password" && (kind === "refused" || kind === "forbidden"));
  if (!isDeclined) return explain(error);
  const message =
    way === "password"
      ? vscode.l10n.t(
          "{0} did not accept this username and password. Most organizations no longer offer this way. Go back to sign in with Adobe Workfront (OAuth 2) or to paste an API key.",
          host,
        )
      : vscode.l10n.t(
          "{0} did not accept this key. Check under Setup > System > Customer Info that it is the current one, or go back to sign in with Adobe Workfront (OAuth 2).",
          host,
        );
  return error.failure.words ? `${message} ${vscode.l10n.t("Workfront says: {0}", error.failure.words)}` : message;
}
