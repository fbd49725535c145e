import type { Version } from "../workfront/version";

/** How a connection signs in. */
export type SignInWay = "oauth" | "apiKey" | "password";

/** One Workfront address, and who signs in there how. Holds no secret. */
export interface Connection {
  /** The same for the same person at the same address, so that signing in again replaces the secret. */
  readonly id: string;
  /** Scheme, host and port, for example `https://acme.my.workfront.com`. */
  readonly origin: string;
  /** What people call it; the host unless they chose otherwise. */
  readonly name: string;
  readonly way: SignInWay;
  /** The OAuth2 application signed in through, where `way` is `oauth`. */
  readonly clientId?: string | undefined;
  /** Where Workfront sent the browser back to, which renewing names again; the editor's own address where missing. */
  readonly redirectAddress?: string | undefined;
  /** The signed-in user. */
  readonly userID: string;
  readonly userName: string;
  /** The API version agreed on. */
  readonly version: Version;
  /** Whether every change is refused. */
  readonly readOnly: boolean;
}

export function connectionID(origin: string, userID: string): string {
  return `${origin}|${userID}`;
}

export function hostOf(connection: Pick<Connection, "origin">): string {
  return new URL(connection.origin).host;
}
