import { invalid, json, type Answer } from "./answer";
import type { Credentials } from "./authentication";
import type { SandboxUser } from "./directory";
import type { ReceivedRequest } from "./request";

/**
 * The actions on API keys. They know their user by name and password among the parameters of query or form body, or by
 * any credential. Whether a new key ends the old is not documented; one key for each user says that it does.
 */
export function apiKeyAction(action: string, request: ReceivedRequest, credentials: Credentials): Answer {
  const user = userOf(request, credentials);
  switch (action) {
    case "getApiKey":
      return json({ data: { result: credentials.keyOf(user.ID) } });
    case "generateApiKey":
      return json({ data: { result: credentials.generateKey(user) } });
    case "clearApiKey":
      credentials.clearKey(user);
      return json({ data: { success: true } });
    default:
      throw invalid(`Unsupported action: ${action}`);
  }
}

function userOf(request: ReceivedRequest, credentials: Credentials): SandboxUser {
  const username = request.parameters.get("username");
  if (username === null) return credentials.authenticate(request);
  return credentials.userByPassword(username, request.parameters.get("password") ?? "");
}
