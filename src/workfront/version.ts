import { WorkfrontError } from "./errors";

/** The API versions this client knows, newest first. */
export const versions = ["v22.0", "v21.0", "v20.0", "v19.0", "v18.0", "v17.0", "v16.0", "v15.0"] as const;

export type Version = (typeof versions)[number];

/** The version that a client's requests are made in. */
export interface AgreedVersion {
  readonly current: Version;
  /**
   * Told of a refusal that may mean that a version is not served any more.
   * @returns whether the request is to be sent again, in the version that is then the current one.
   * @throws {WorkfrontError} where no other version can be agreed on.
   */
  replace?(refused: Version): Promise<boolean>;
}

/**
 * Finds the newest version that a host serves: asks with each known version in turn and steps down only where the
 * answer says that the version is not served. Any other failure is the caller's to see.
 * @throws {WorkfrontError} of kind `notWorkfront` where every version is refused.
 */
export async function agreeOnVersion<T>(
  ask: (version: Version) => Promise<T>,
  candidates: readonly Version[] = versions,
): Promise<{ version: Version; answer: T }> {
  let refusal: WorkfrontError | undefined;
  for (const version of candidates) {
    try {
      return { version, answer: await ask(version) };
    } catch (error) {
      if (!isVersionRefusal(error)) throw error;
      refusal = error;
    }
  }
  throw new WorkfrontError(
    {
      kind: "notWorkfront",
      host: refusal?.failure.host ?? "",
      status: refusal?.failure.status,
      words: refusal?.failure.words,
    },
    { cause: refusal },
  );
}

/** All versions that a host serves, of those this client knows: each is asked for in turn. */
export async function servedVersions(ask: (version: Version) => Promise<unknown>): Promise<Version[]> {
  const served: Version[] = [];
  for (const version of versions) {
    try {
      await ask(version);
      served.push(version);
    } catch (error) {
      if (!isVersionRefusal(error)) throw error;
    }
  }
  return served;
}

/**
 * Whether this answer to a who-am-I read means that the version in its path is not served. In what form a withdrawn
 * version is refused is not documented: a page with 404 or 410 may be it.
 */
export function isVersionRefusal(error: unknown): error is WorkfrontError {
  if (!(error instanceof WorkfrontError)) return false;
  const { kind, status } = error.failure;
  if (kind === "notWorkfront") return status === 404 || status === 410;
  return kind === "notFound" || kind === "versionRefused";
}
