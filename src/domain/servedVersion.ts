import { WorkfrontError } from "../workfront/errors";
import type { AgreedVersion, Version } from "../workfront/version";

/** The version of one session's requests: the one that was agreed on, and another once the host has withdrawn it. */
export class ServedVersion implements AgreedVersion {
  #current: Version;
  #replacing: Promise<boolean> | undefined;

  /**
   * @param agree asks the host which version to use.
   * @param keep remembers another one for later sessions.
   */
  constructor(
    first: Version,
    private readonly agree: () => Promise<Version>,
    private readonly keep: (version: Version) => Promise<void>,
  ) {
    this.#current = first;
  }

  get current(): Version {
    return this.#current;
  }

  /** Asks once, however many requests were refused at the same time. */
  replace(refused: Version): Promise<boolean> {
    if (this.#current !== refused) return Promise.resolve(true);
    this.#replacing ??= this.#replace(refused).finally(() => (this.#replacing = undefined));
    return this.#replacing;
  }

  async #replace(refused: Version): Promise<boolean> {
    try {
      const version = await this.agree();
      if (version === refused) return false;
      this.#current = version;
      await this.keep(version);
      return true;
    } catch (error) {
      if (error instanceof WorkfrontError && ["versionRefused", "notWorkfront"].includes(error.kind)) throw error;
      // The refusal that was answered says more than a question that could not be asked.
      return false;
    }
  }
}
