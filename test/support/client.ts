import { WorkfrontClient, type ClientOptions } from "../../src/workfront/client";
import { apiKeyCredential } from "../../src/workfront/credential";
import { Transport, type TransportOptions } from "../../src/workfront/transport";
import type { Version } from "../../src/workfront/version";
import type { Sandbox } from "../sandbox/server";

/** A transport with a patience that a test can wait for, and no log. */
export function transportTo(origin: string, overrides: Partial<TransportOptions> = {}): Transport {
  return new Transport({ origin, timeout: () => 5000, log: () => undefined, ...overrides });
}

export type Overrides = Omit<Partial<ClientOptions>, "version"> & {
  readonly version?: Version;
  readonly timeout?: number;
  readonly log?: TransportOptions["log"];
};

/** The product's client, signed in as the sandbox's administrator; retries wait a few milliseconds instead of seconds. */
export function clientFor(
  { url, administrator }: Pick<Sandbox, "url" | "administrator">,
  { version = "v22.0", timeout = 5000, log = () => undefined, ...overrides }: Overrides = {},
): WorkfrontClient {
  return new WorkfrontClient({
    transport: transportTo(url, { timeout: () => timeout, log }),
    credential: apiKeyCredential(administrator.apiKey),
    version: { current: version },
    concurrency: () => 4,
    readOnly: () => false,
    firstDelay: 5,
    ...overrides,
  });
}

/** The article's step 3. @returns what the answer shows; `undefined` where it shows nothing of the kind. */
export async function setActive(
  client: Pick<WorkfrontClient, "edit">,
  id: string,
  isActive: boolean,
  signal?: AbortSignal,
): Promise<unknown> {
  const shown = await client.edit("USER", id, { isActive }, ["isActive"], signal);
  return shown["isActive"];
}
