import * as vscode from "vscode";
import { environmentOf } from "../../domain/address";
import { hostOf, type Connection } from "../../domain/connection";

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

/** The same with the host, for a question in which nothing may be mistaken. */
export function placeWithHost(connection: Pick<Connection, "name" | "origin">): string {
  const place = placeOf(connection);
  const host = hostOf(connection);
  return place.includes(host) ? place : `${place} · ${host}`;
}
