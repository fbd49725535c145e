import { unauthenticated } from "./answer";
import type { Directory, SandboxUser } from "./directory";
import type { Random } from "./random";
import { effectiveMethod, type ReceivedRequest } from "./request";

/** The words of the official client's fixture, two spaces included. */
const wrongPassword =
  "That username/password combination wasn't quite right.  Make sure your caps lock isn't on and try again.";

/** API keys, sessions and passwords, and who they belong to. */
export class Credentials {
  private readonly keys = new Map<string, string>();
  private readonly sessions = new Map<string, string>();
  private readonly passwords = new Map<string, string>();

  /** Finds the user of an OAuth access token, which travels like a session. */
  userOfAccessToken: (token: string) => string | undefined = () => undefined;

  constructor(
    private readonly directory: Directory,
    private readonly random: Random,
    private readonly passwordsServed: boolean,
  ) {}

  setPassword(userID: string, password: string): void {
    this.passwords.set(userID, password);
  }

  keyOf(userID: string): string {
    for (const [key, owner] of this.keys) if (owner === userID) return key;
    return "";
  }

  /** A user has at most one key, so a new one ends the old. */
  generateKey(user: SandboxUser): string {
    this.clearKey(user);
    const key = this.random.hex32();
    this.keys.set(key, user.ID);
    user.apiKeyCreateDate = Date.now();
    return key;
  }

  clearKey(user: SandboxUser): void {
    this.keys.delete(this.keyOf(user.ID));
    user.apiKeyCreateDate = null;
  }

  revokeKey(key: string): void {
    this.keys.delete(key);
  }

  startSession(user: SandboxUser): string {
    const session = this.random.hex32();
    this.sessions.set(session, user.ID);
    return session;
  }

  /**
   * The user whose name and password a request carries. Organizations on the Adobe Business Platform have no passwords
   * in Workfront: there every combination is wrong. In what words they refuse is not documented.
   */
  userByPassword(username: string, password: string): SandboxUser {
    const [user] = this.directory.usersWhere(
      (each) => each.username.toLowerCase() === username.toLowerCase() && this.passwords.get(each.ID) === password,
    );
    if (!this.passwordsServed || !user?.isActive) throw unauthenticated(wrongPassword);
    return user;
  }

  /**
   * The user who makes a request, by the first credential that it carries. A key in a form body is none: the server is
   * known to fail there with an unfilled message. A cookie is good for reading alone, against forged requests.
   */
  authenticate(request: ReceivedRequest): SandboxUser {
    const { headers, query, form } = request;
    const key = headerText(headers["apikey"]) ?? query.get("apiKey");
    if (key !== null) return this.user(this.keys.get(key), "Invalid API key.");
    const session = headerText(headers["sessionid"]) ?? query.get("sessionID");
    if (session !== null) {
      const notLoggedIn = this.keys.has(session) ? "You are not currently logged in." : "Invalid session ID.";
      return this.user(this.sessions.get(session) ?? this.userOfAccessToken(session), notLoggedIn);
    }
    if (form.has("apiKey") || form.has("sessionID")) throw unauthenticated("AuthenticationException: {0}");
    const cookie = /(?:^|;\s*)(?:attask|wf-auth)=([^;]+)/.exec(headers.cookie ?? "");
    if (!cookie?.[1] || effectiveMethod(request) !== "GET") throw unauthenticated("You are not currently logged in.");
    return this.user(this.sessions.get(cookie[1]), "You are not currently logged in.");
  }

  /** Credentials of a deactivated user no longer work. (Not documented for keys; likely.) */
  private user(id: string | undefined, refusal: string): SandboxUser {
    const user = id === undefined ? undefined : this.directory.users.get(id);
    if (!user?.isActive) throw unauthenticated(refusal);
    return user;
  }
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
