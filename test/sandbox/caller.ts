import type { AccessLevel, Directory, SandboxUser } from "./directory";

/** How a server differs from others in what it accepts. */
export interface Switches {
  /** Whether a field of `filters` may have a list of values; documented is one value alone. */
  readonly filterLists: boolean;
  /** Whether `$$FIRST` is obeyed. */
  readonly paging: boolean;
}

/** Who makes a request, of which version, and so what they may see. */
export class Caller {
  constructor(
    readonly user: SandboxUser,
    readonly directory: Directory,
    /** The version as messages name it, for example `V15_0`. */
    readonly model: string,
    readonly switches: Switches,
  ) {}

  get accessLevel(): AccessLevel {
    return this.directory.accessLevelOf(this.user);
  }

  /** Puts the caller in place of a wildcard; any other value stays as it is. One wildcard may stand for several IDs. */
  expand(value: string): string[] {
    if (!value.startsWith("$$")) return [value];
    if (value === "$$CUSTOMER") return [this.directory.customerID];
    if (value === "$$USER") return [this.user.ID];
    const field = /^\$\$USER\.(homeGroupID|homeTeamID|accessLevelID|roleIDs|teamIDs|otherGroupIDs)$/.exec(value)?.[1];
    if (field === undefined) return [value];
    const own = this.user[field];
    return Array.isArray(own) ? [...(own as readonly string[])] : [typeof own === "string" ? own : ""];
  }
}
