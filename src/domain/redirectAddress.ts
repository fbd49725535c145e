/**
 * The page that VS Code's own sign-ins register. It sends the browser on to the address of an editor that the parameter
 * `state` holds, with the parameters that it was called with added (microsoft/vscode,
 * `extensions/github-authentication/src/flows.ts`).
 */
export const relayPage = "https://vscode.dev/redirect";

/**
 * Reads an address of the organization that its OAuth2 application lists. Workfront compares it letter by letter, so it
 * stays as it was typed.
 * @returns nothing for what is no https address, or has a part that cannot be registered.
 */
export function parseRedirectAddress(text: string): string | undefined {
  const address = text.trim();
  if (!/^https:\/\/[^\s#]+$/i.test(address) || !URL.canParse(address)) return undefined;
  const { username, password } = new URL(address);
  return username || password ? undefined : address;
}

/**
 * What goes to Workfront as `state` and comes back with the browser.
 * @param nonce what nobody can guess, of letters, digits, `-` and `_`.
 * @param callback the editor's own address with the nonce in its query, for the page to send the browser on to.
 */
export function stateFor(redirectAddress: string, nonce: string, callback: string): string {
  return redirectAddress === relayPage ? encodeURIComponent(callback) : nonce;
}

/**
 * What the browser came back with, as Workfront sent it: on the way, a page may have decoded `state` or left it out, and
 * the editor hands over a query that is decoded already. The nonce says whose answer it is.
 * @param state what was sent to Workfront as `state`.
 * @returns nothing where the answer belongs to another sign-in.
 */
export function answerTo(state: string, answer: URLSearchParams): URLSearchParams | undefined {
  const nonce = nonceIn(state);
  const [given, ...others] = answer.getAll("state");
  const isOurs = answer.get("nonce") === nonce || (given && others.length === 0 && nonceIn(given) === nonce);
  if (!isOurs) return undefined;
  const original = new URLSearchParams(answer);
  original.set("state", state);
  return original;
}

/** The nonce that a state is, or that stands in the address that it is. */
function nonceIn(state: string): string {
  const address = decoded(state);
  return /[?&]nonce=([\w-]+)/.exec(address)?.[1] ?? address;
}

/** The text without percent-encoding, however often it was encoded. */
function decoded(text: string): string {
  try {
    const once = decodeURIComponent(text);
    return once === text ? text : decoded(once);
  } catch {
    return text;
  }
}
