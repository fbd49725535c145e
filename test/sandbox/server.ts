import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Api } from "./api";
import { html, json, type Answer } from "./answer";
import { Credentials } from "./authentication";
import type { Directory } from "./directory";
import type { BulkFailure } from "./edit";
import type { WorkRules } from "./editWork";
import { Faults, type Effect, type Fault } from "./faults";
import { OAuth } from "./oauth";
import { Random } from "./random";
import type { UnknownIDs } from "./read";
import { effectiveMethod, receive, type ReceivedRequest, type RequestRecord } from "./request";
import { seedDirectory } from "./seed";
import { Sorter } from "./sort";
import { StaleReads } from "./staleReads";
import type { Era, WithdrawnVersion } from "./versions";

export type { Directory, SandboxUser } from "./directory";
export type { Effect, Fault } from "./faults";
export type { OAuth } from "./oauth";
export type { RequestRecord } from "./request";

export interface SandboxOptions {
  /** Size of the directory; 147. */
  users?: number;
  /** The same seed gives the same directory; 1. */
  seed?: number;
  /** Whether some of the first users have names that programs mistake for something else; false. */
  hostileNames?: boolean;
  /** Any free one unless given. */
  port?: number;
  /** `2022` (the default) serves v2.0 to v22.0 and keys for passwords; `2026` serves v18.0 to v22.0 and no passwords. */
  era?: Era;
  /** Milliseconds added to each answer. */
  latency?: number;
  /** More requests than this at the same time are answered 429. No limit unless given. */
  concurrencyLimit?: number;
  /** More requests than this within a second are answered 429. No limit unless given. */
  requestsPerSecond?: number;
  /** How a version that is no longer served is answered; 410. */
  withdrawnVersion?: WithdrawnVersion;
  /** What reading several IDs does with those that do not exist; `omit`. */
  unknownIDs?: UnknownIDs;
  /** Whether a reactivation must name an access level; false. */
  reactivationNeedsAccessLevel?: boolean;
  /** What one bad user does to a bulk edit, on which the documentation is silent; `abort`. */
  bulkFailure?: BulkFailure;
  /** Whether a reactivation must name a home group; false. */
  reactivationNeedsHomeGroup?: boolean;
  /** What becomes of an assignment's job role that a new assignee does not hold; `replace`. */
  foreignRoles?: WorkRules["foreignRoles"];
  /** The status with which a server says that nobody is signed in; 401. */
  signedOut?: 401 | 200;
  /** Whether a field of `filters` may have a list of values; true. */
  filterLists?: boolean;
  /** Whether `$$FIRST` is obeyed; true. */
  paging?: boolean;
  /** Object codes that cannot be requested directly; those that Adobe's OpenAPI describes without a path. */
  notTopLevel?: readonly string[];
}

export interface Administrator {
  readonly ID: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
  /** The key at this moment; empty where it was cleared. */
  readonly apiKey: string;
}

/** A running server. */
export interface Sandbox {
  readonly url: string;
  readonly administrator: Administrator;
  readonly directory: Directory;
  /** The application registered for signing in through a browser. */
  readonly oauth: OAuth;
  /** In order of arrival. */
  readonly requests: readonly RequestRecord[];
  readonly peakConcurrency: number;
  /** The API key of a user, made where there is none. */
  keyFor(userID: string): string;
  revokeKey(key: string): void;
  fail(fault: Fault): { remove(): void };
  /** Forgets requests and peak. */
  clearRequests(): void;
  /** Destroys open connections, too. */
  stop(): Promise<void>;
}

/** "X is not a top level object and can't be requested directly", as a real server says it. */
const notTopLevel = "ACSRUL CTGYPA NONWKD SPAPVR STEPAP TEAMMB TPRED USERROLE USRAPV USRGPS".split(" ");

/** The URI limit of Workfront's network, in bytes. */
const longestUrl = 8892;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = new RunningSandbox(options);
  await sandbox.listen(options.port ?? 0);
  return sandbox;
}

class RunningSandbox implements Sandbox {
  readonly directory: Directory;
  readonly administrator: Administrator;
  readonly oauth: OAuth;
  requests: RequestRecord[] = [];
  peakConcurrency = 0;
  url = "";
  /** Requests that are not answered yet. */
  private readonly inFlight = new Set<ServerResponse>();
  /** When the requests of the last second were let in. */
  private letIn: number[] = [];
  private readonly faults = new Faults();
  private readonly staleReads: StaleReads;
  private readonly credentials: Credentials;
  private readonly api: Api;
  private readonly server: Server;

  constructor(private readonly options: SandboxOptions) {
    const { users = 147, seed = 1, era = "2022" } = options;
    this.directory = seedDirectory(users, seed, options);
    this.staleReads = new StaleReads(this.directory);
    const random = new Random(seed + 1_000_000);
    this.credentials = new Credentials(this.directory, random, era === "2022");
    this.administrator = this.prepareAdministrator();
    this.oauth = new OAuth(this.directory, random, this.administrator.ID);
    this.credentials.userOfAccessToken = (token) => this.oauth.userOf(token);
    this.api = new Api(this.directory, this.credentials, new Sorter(random), {
      era,
      withdrawnVersion: options.withdrawnVersion ?? 410,
      unknownIDs: options.unknownIDs ?? "omit",
      rules: {
        reactivationNeedsAccessLevel: options.reactivationNeedsAccessLevel ?? false,
        reactivationNeedsHomeGroup: options.reactivationNeedsHomeGroup ?? false,
        foreignRoles: options.foreignRoles ?? "replace",
        bulkFailure: options.bulkFailure ?? "abort",
      },
      switches: { filterLists: options.filterLists ?? true, paging: options.paging ?? true },
      signedOut: options.signedOut ?? 401,
      notTopLevel: options.notTopLevel ?? notTopLevel,
    });
    // Longer than any client keeps an idle connection: a connection that closes just when it is used again looks like a fault.
    const settings = { keepAliveTimeout: 120_000 };
    this.server = createServer(settings, (message, response) => void this.handle(message, response));
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  keyFor(userID: string): string {
    const user = this.directory.users.get(userID);
    if (!user) throw new Error(`The directory has no user ${userID}.`);
    return this.credentials.keyOf(userID) || this.credentials.generateKey(user);
  }

  revokeKey(key: string): void {
    this.credentials.revokeKey(key);
  }

  fail(fault: Fault): { remove(): void } {
    return this.faults.add(fault);
  }

  clearRequests(): void {
    this.requests = [];
    this.peakConcurrency = this.inFlight.size;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private prepareAdministrator(): Administrator {
    const [ada] = this.directory.users.values();
    if (!ada) throw new Error("A directory needs at least one user.");
    const password = "Difference-Engine-1842";
    this.credentials.setPassword(ada.ID, password);
    this.credentials.generateKey(ada);
    const { credentials } = this;
    return {
      ID: ada.ID,
      name: ada.name,
      username: ada.username,
      password,
      get apiKey() {
        return credentials.keyOf(ada.ID);
      },
    };
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.inFlight.add(response);
    response.once("close", () => this.inFlight.delete(response));
    this.peakConcurrency = Math.max(this.peakConcurrency, this.inFlight.size);
    const tooMany = this.isTooMany();
    try {
      const request = await receive(message);
      this.requests.push(request);
      if (tooMany) await this.send(tooManyRequests, request, response);
      else await this.respond(request, response);
    } catch (error) {
      if (message.destroyed && !message.complete) return;
      console.error(error);
      response.destroy();
    }
  }

  private async respond(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const effect = this.faults.strike(request);
    const before = effect && answerBefore(effect);
    if (effect?.kind === "resetBefore") response.destroy();
    else if (effect?.kind === "tooLarge") pourOut(request, response);
    else if (before) await this.send(before, request, response);
    else if (effect?.kind !== "hang") await this.carryOut(request, response, effect);
  }

  private async carryOut(request: ReceivedRequest, response: ServerResponse, effect?: Effect): Promise<void> {
    if (effect?.kind === "late") await delay(effect.milliseconds);
    const answered = () => this.answer({ ...request, ignoresIsActive: effect?.kind === "unchanged" });
    const answer = effect?.kind === "stale" ? this.staleReads.afterChange(effect.reads, answered) : answered();
    switch (effect?.kind) {
      case "resetAfter":
        response.destroy();
        return;
      case "hangAfter":
        return;
      case "truncated":
        await this.send({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }, request, response);
        return;
      case "slow":
        await delay(effect.milliseconds);
        break;
      case "held":
        await effect.until;
        break;
      default:
    }
    await this.send(answer, request, response);
  }

  private isTooMany(): boolean {
    const { concurrencyLimit = Infinity, requestsPerSecond = Infinity } = this.options;
    const now = performance.now();
    this.letIn = this.letIn.filter((time) => now - time < 1000);
    const tooMany = this.inFlight.size > concurrencyLimit || this.letIn.length >= requestsPerSecond;
    if (!tooMany) this.letIn.push(now);
    return tooMany;
  }

  private answer(request: ReceivedRequest): Answer {
    if (Buffer.byteLength(request.url) > longestUrl) return html(414, "Request-URI Too Large");
    if (request.path.startsWith("/integrations/oauth2/")) return this.oauth.answer(request);
    const answer = () => this.api.answer(request);
    return effectiveMethod(request) === "GET" ? this.staleReads.whileReading(answer) : answer();
  }

  private async send(answer: Answer, request: RequestRecord, response: ServerResponse): Promise<void> {
    if (this.options.latency) await delay(this.options.latency);
    request.status = answer.status;
    response.writeHead(answer.status, { ...answer.headers, "Content-Length": Buffer.byteLength(answer.body) });
    this.inFlight.delete(response);
    response.end(answer.body);
  }
}

function later(answer: Answer, retryAfter: number | string | undefined): Answer {
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "Retry-After": String(retryAfter) } };
}

const tooManyRequests = json({ error: { message: "429 Too many concurrent API requests" } }, 429);

/** The answer of a fault that strikes before anything is done. */
function answerBefore(effect: Effect): Answer | undefined {
  switch (effect.kind) {
    case "status": {
      const { status, message = `Simulated failure ${status}`, errorClass, retryAfter } = effect;
      return later(json({ error: { ...(errorClass && { class: errorClass }), message } }, status), retryAfter);
    }
    case "html":
      return later(html(effect.status, "Workfront is down for maintenance"), effect.retryAfter);
    case "otherShape":
      return json(effect.body ?? { items: [] });
    case "redirect":
      return { status: effect.status ?? 302, headers: { Location: effect.location }, body: "" };
    default:
      return undefined;
  }
}

/** Sends valid beginnings of JSON until the client goes away. */
function pourOut(request: RequestRecord, response: ServerResponse): void {
  request.status = 200;
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write('{"data":[""');
  const piece = `,"${"x".repeat(65_536)}"`;
  const pour = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", pour);
  pour();
}
