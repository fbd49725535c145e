import * as vscode from "vscode";
import { environmentOf } from "../../domain/address";
import { hostOf, type Connection } from "../../domain/connection";
import type { RunSummary } from "../../domain/runs/record";

/** What a connection is called wherever people read it: its name, and that it is not production where that is so. */
export function placeOf(connection: Pick<Connection, "name" | "origin">): string {
  return withEnvironment(connection.name, hostOf(connection));
}

/** The same for a host that has no connection yet. */
export function placeOfHost(host: string): string {
  return withEnvironment(host, host);
}

function withEnvironment(name: string, host: string): string {
  switch (environmentOf(host)) {
    case "preview":
      return vscode.l10n.t("{0} (preview)", name);
    case "sandbox":
      return vscode.l10n.t("{0} (sandbox)", name);
    case "production":
      return name;
  }
}

/** The same with the host where it says more than the name, for a change, in which nothing may be mistaken. */
export function placeWithHost(connection: Pick<Connection, "name" | "origin">): string {
  return [placeOf(connection), hostBeside(connection)].filter(Boolean).join(" · ");
}

/** The host for whoever reads it beside the name; empty where the name has it. */
export function hostBeside(connection: Pick<Connection, "name" | "origin">): string {
  const host = hostOf(connection);
  return connection.name.includes(host) ? "" : host;
}

/** Where a run was carried out: its connection as it is called today, else the host that was recorded. */
export function placeOfRun(
  { connectionID, host }: Pick<RunSummary, "connectionID" | "host">,
  connections: readonly Connection[],
): string {
  const connection = connections.find(({ id }) => id === connectionID);
  return connection ? placeWithHost(connection) : host && placeOfHost(host);
}
