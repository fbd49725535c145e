import { html, invalid, json, Refusal, type Answer } from "./answer";

/** `2022`: everything is served. `2026`: what Adobe's schedule calls supported at the end of 2026. */
export type Era = "2022" | "2026";

/** How a version that is no longer served is answered; Adobe's OpenAPI defines 410, but nobody has documented which comes. */
export type WithdrawnVersion = 410 | 404 | "html";

export interface ApiPath {
  /** Name of the model in messages: `V15_0`; `INTERNAL` and `UNSUPPORTED` for the paths without a version. */
  readonly model: string;
  /** Major version; the newest where none is named. */
  readonly version: number;
  /** Path below the API's root: object, then ID or operation, then action. */
  readonly segments: readonly string[];
}

const newest = 22;
const apiPath = /^\/attask\/(?:api(?:\/v(\d+)\.0)?|api-(internal|unsupported))(?:\/(.*))?$/;

export function servedVersions(era: Era): number[] {
  const oldest = era === "2022" ? 2 : 18;
  return Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index);
}

/** Takes a path apart. Undefined where it is none of the API's; an answer where the version is not served. */
export function parseApiPath(path: string, era: Era, withdrawn: WithdrawnVersion): ApiPath | Answer | undefined {
  const parts = apiPath.exec(path);
  if (!parts) return undefined;
  const version = parts[1] === undefined ? newest : Number(parts[1]);
  if (!servedVersions(era).includes(version)) return refuseVersion(version, withdrawn);
  const model = parts[2]?.toUpperCase() ?? `V${version}_0`;
  const segments = (parts[3] ?? "").split("/").filter((segment) => segment !== "");
  if (segments.length > 3) throw invalid("unrecognized URI format: too many parts");
  return { model, version, segments: segments.map(decoded) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid("unrecognized URI format: malformed escape");
  }
}

function refuseVersion(version: number, withdrawn: WithdrawnVersion): Answer {
  if (version > newest || version < 2) return json({ error: { message: `API version v${version}.0 not found` } }, 404);
  if (withdrawn === "html") return html(404, "Page not found");
  return new Refusal(withdrawn, `API version v${version}.0 is no longer available`).answer;
}
