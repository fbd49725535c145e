import type { Sandbox } from "../../sandbox/server";
import { eventually } from "./eventually";

/**
 * Waits until the Users view has asked a sandbox for everything that it reads: its users, how many there are, and last the
 * names of the licenses.
 * @param since how many requests there were before.
 */
export async function usersRead(sandbox: Sandbox, since = 0): Promise<void> {
  const wasRead = (what: string) =>
    sandbox.requests
      .slice(since)
      // Whether somebody answers at an address is asked without a key.
      .filter(({ headers }) => (headers["apikey"] ?? headers["sessionid"]) !== undefined)
      .some(({ path }) => path.endsWith(`/USER/${what}`));
  await eventually(
    () => [wasRead("count"), wasRead("metadata")],
    (read) => read.every(Boolean),
  );
}
