import { apiKeyAction } from "./actions";
import { html, invalid, json, Refusal, unauthenticated, type Answer } from "./answer";
import type { Credentials } from "./authentication";
import { Caller, type Switches } from "./caller";
import type { Directory } from "./directory";
import { bulkEdit, edit, editableTypes, type EditRules } from "./edit";
import { allMetadata, metadata } from "./metadata";
import { count, get, search, type UnknownIDs } from "./read";
import { report } from "./report";
import { effectiveMethod, type ReceivedRequest } from "./request";
import { findObjectType, type ObjectType } from "./schema";
import type { Sorter } from "./sort";
import { parseApiPath, servedVersions, type ApiPath, type Era, type WithdrawnVersion } from "./versions";

export interface ApiOptions {
  readonly era: Era;
  readonly withdrawnVersion: WithdrawnVersion;
  readonly unknownIDs: UnknownIDs;
  readonly rules: EditRules;
  readonly switches: Switches;
  readonly signedOut: 401 | 200;
  /** Types that only other objects lead to. */
  readonly notTopLevel: readonly string[];
}

/** Everything below `/attask`. */
export class Api {
  constructor(
    private readonly directory: Directory,
    private readonly credentials: Credentials,
    private readonly sorter: Sorter,
    private readonly options: ApiOptions,
  ) {}

  answer(request: ReceivedRequest): Answer {
    try {
      const path = parseApiPath(request.path, this.options.era, this.options.withdrawnVersion);
      if (path === undefined) return html(404, "Page not found");
      return "status" in path ? path : this.dispatch(request, path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.status === 401 && this.options.signedOut === 200 ? signedOutQuietly : error.answer;
    }
  }

  private dispatch(request: ReceivedRequest, path: ApiPath): Answer {
    const [first = "", second, third] = path.segments;
    const general = this.general(first, request, path);
    if (general) return general;
    const type = findObjectType(first);
    const action = request.parameters.get("action") ?? third ?? (second?.endsWith("ApiKey") ? second : undefined);
    if (type?.code === "USER" && action !== undefined) {
      if (effectiveMethod(request) !== "PUT") throw invalid(`Action ${action} needs PUT`);
      return apiKeyAction(action, request, this.credentials);
    }
    const caller = new Caller(
      this.credentials.authenticate(request),
      this.directory,
      path.model,
      this.options.switches,
    );
    if (this.options.notTopLevel.includes(type?.code ?? first.toUpperCase()))
      throw invalid(`${first} is not a top level object and can't be requested directly`);
    if (!type) throw invalid(`Unknown object type: ${first}`);
    if (third !== undefined) throw invalid("unrecognized URI format: too many parts");
    return this.operation(request, type, second, path.version, caller);
  }

  private operation(
    request: ReceivedRequest,
    type: ObjectType,
    part: string | undefined,
    version: number,
    caller: Caller,
  ): Answer {
    const method = effectiveMethod(request);
    if (method === "GET") return this.read(request, type, part, caller);
    if (method === "PUT" && editableTypes.has(type.code)) {
      const id = part ?? request.parameters.get("id");
      if (id === null) return bulkEdit(request, type, version, caller, this.options.rules);
      return edit(request, type, id, version, caller, this.options.rules);
    }
    throw notSupported(method, type);
  }

  private read(request: ReceivedRequest, type: ObjectType, part: string | undefined, caller: Caller): Answer {
    switch (part) {
      case "search":
        return search(request, type, caller, this.sorter);
      case "count":
        return count(request, type, caller);
      case "report":
        return report(request, type, caller);
      case "metadata":
        return metadata(type);
      default:
        return get(request, type, part, caller, this.options.unknownIDs);
    }
  }

  /** The paths that are not about one object type. */
  private general(name: string, request: ReceivedRequest, path: ApiPath): Answer | undefined {
    switch (name.toLowerCase()) {
      case "info":
        return json({ data: { versions: servedVersions(this.options.era).map((version) => `v${version}.0`) } });
      case "metadata":
        this.credentials.authenticate(request);
        return allMetadata();
      case "session":
        return this.session(request, path);
      case "login":
        return this.login(request, path);
      default:
        return undefined;
    }
  }

  private login(request: ReceivedRequest, path: ApiPath): Answer {
    const { parameters } = request;
    if (effectiveMethod(request) !== "POST") throw invalid("login needs POST");
    const user = this.credentials.userByPassword(parameters.get("username") ?? "", parameters.get("password") ?? "");
    return this.sessionAnswer(user.ID, this.credentials.startSession(user), path);
  }

  private session(request: ReceivedRequest, path: ApiPath): Answer {
    const user = this.credentials.authenticate(request);
    const session = request.headers["sessionid"];
    if (Array.isArray(session)) throw unauthenticated("Invalid session ID.");
    return this.sessionAnswer(user.ID, session ?? this.credentials.startSession(user), path);
  }

  private sessionAnswer(userID: string, sessionID: string, { version }: ApiPath): Answer {
    const versions = servedVersions(this.options.era).map((each) => [`v${each}.0`, `/attask/api/v${each}.0/`]);
    const versionInformation = { currentAPI: `v${version}.0`, apiVersions: Object.fromEntries(versions) as unknown };
    const { customerID } = this.directory;
    const data = { userID, sessionID, customerID, versionInformation, locale: "en_US", timeZone: "Etc/GMT+6" };
    return json({ data });
  }
}

/** Some servers say so with a status that promises success. */
const signedOutQuietly = json({ error: { message: "You are not currently logged in." } });

/** The sandbox creates and deletes nothing, and changes only what the product changes. */
function notSupported(method: string, type: ObjectType): Refusal {
  return new Refusal(400, `Operation ${method} is not supported for ${type.name}`);
}
