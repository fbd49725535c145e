/** Fields of a JSON object from a file that a user may keep for years. */
type Json = Readonly<Record<string, unknown>>;

/**
 * Says in the present format what a line says. Lines of the first format, which had no version, told of users alone:
 * all of them in the first line, and their results as `outcome`.
 */
export function convertOldLine(line: unknown): readonly unknown[] {
  if (!isObject(line)) return [line];
  if (line["type"] === "run" && Array.isArray(line["users"])) return header(line, line["users"].filter(isObject));
  if (line["type"] === "outcome") return [{ ...line, type: "result", outcome: result(line["outcome"]) }];
  if (line["type"] === "ended" && isObject(line["ending"])) return [{ ...line, ...line["ending"] }];
  return [line];
}

function header(line: Json, users: readonly Json[]): unknown[] {
  const wished = line["wish"] === "reactivate";
  const names = users.slice(0, 3).map(({ name, emailAddr, ID }) => name ?? emailAddr ?? ID);
  return [
    { ...line, version: 1, kind: line["wish"], count: users.length, names },
    ...users.map(({ ID, name, emailAddr, isActive, accessLevel, planned }) => ({
      type: "change",
      change: {
        objCode: "USER",
        ID,
        name,
        detail: emailAddr,
        field: "isActive",
        before: isActive ?? !wished,
        wished,
        ...(isObject(accessLevel) && { beside: { accessLevelID: accessLevel } }),
      },
      ...(planned !== undefined && { planned }),
    })),
  ];
}

/** A refused sign-in once counted as a failure; nobody was looked at, so nothing was attempted. */
function result(outcome: unknown): unknown {
  const failure = isObject(outcome) && outcome["result"] === "failed" ? outcome["failure"] : undefined;
  const kind = isObject(failure) ? failure["kind"] : undefined;
  return kind === "unauthorized" || kind === "versionRefused" ? { result: "notAttempted" } : outcome;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
