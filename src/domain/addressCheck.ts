import { WorkfrontError } from "../workfront/errors";
import type { Transport } from "../workfront/transport";
import { isVersionRefusal, versions } from "../workfront/version";

/**
 * Asks a host, without a credential, whether it is a Workfront: its own JSON says so, whatever the status. In what form
 * Workfront answers to strangers is not documented, so another answer does not prove the contrary.
 * @returns what somebody else answered; nothing where it is a Workfront.
 * @throws {WorkfrontError} where there is no answer.
 */
export async function strangerAt(transport: Transport, signal?: AbortSignal): Promise<WorkfrontError | undefined> {
  let stranger: WorkfrontError | undefined;
  for (const version of versions) {
    stranger = await answerOf(() =>
      transport.send({ method: "GET", path: `/attask/api/${version}/USER/count`, signal }),
    );
    // A page may be how a version is refused that is not served.
    if (!isVersionRefusal(stranger)) break;
  }
  return stranger;
}

/** What a request was answered that is not Workfront's own answer. */
async function answerOf(send: () => Promise<unknown>): Promise<WorkfrontError | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (!(error instanceof WorkfrontError) || error.kind === "unreachable" || error.kind === "timeout") throw error;
    return ["notWorkfront", "badReply", "redirected", "tooLarge"].includes(error.kind) ? error : undefined;
  }
}
