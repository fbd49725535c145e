/** Why an address cannot be a connection's. */
export type AddressProblem =
  | { readonly kind: "empty" | "malformed" }
  /** Plain http to a host that is not this computer. */
  | { readonly kind: "insecure"; readonly host: string }
  /** Adobe's unified shell: where people work, but not where the API is. */
  | { readonly kind: "unifiedShell"; readonly host: string }
  /** A host that is not Workfront's. */
  | { readonly kind: "foreign"; readonly host: string };

export type Address = { readonly origin: string } | { readonly problem: AddressProblem };

const workfrontHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.workfront\.(adobe\.)?com$/;

/**
 * Reads what a person types or pastes as their Workfront's address: `acme`, a host, or any page of it.
 * @returns the origin to talk to, or why there is none.
 */
export function parseAddress(text: string): Address {
  const typed = text.trim();
  if (!typed) return { problem: { kind: "empty" } };
  if (/^[a-z0-9][a-z0-9-]*$/i.test(typed) && !isLoopback(typed))
    return { origin: `https://${typed.toLowerCase()}.my.workfront.com` };
  const address = withScheme(typed);
  if (!URL.canParse(address)) return { problem: { kind: "malformed" } };
  const url = new URL(address);
  const hostname = url.hostname.replace(/\.$/, "");
  if (!hostname || (url.protocol !== "https:" && url.protocol !== "http:")) return { problem: { kind: "malformed" } };
  const origin = `${url.protocol}//${hostname}${url.port ? `:${url.port}` : ""}`;
  if (isLoopback(hostname)) return { origin };
  if (hostname === "experience.adobe.com") return { problem: { kind: "unifiedShell", host: hostname } };
  if (!workfrontHost.test(hostname)) return { problem: { kind: "foreign", host: hostname } };
  if (url.protocol === "http:") return { problem: { kind: "insecure", host: hostname } };
  return { origin };
}

/** What kind of Workfront a host is: the preview and the sandboxes hold copies of production data (Adobe's list of domains). */
export type Environment = "production" | "preview" | "sandbox";

export function environmentOf(host: string): Environment {
  const kind = /\.(preview|sb\d\d)\.workfront\.(?:adobe\.)?com$/.exec(host)?.[1];
  if (kind === undefined) return "production";
  return kind === "preview" ? "preview" : "sandbox";
}

/** Whether a host holds copies of production data. */
export function isPreviewHost(host: string): boolean {
  return environmentOf(host) !== "production";
}

/** What to call a connection until its user chooses a name: the organization's own part of the host. */
export function nameForHost(host: string): string {
  return /^([a-z0-9-]+)\.(?:my|preview|sb\d\d)\.workfront\.(?:adobe\.)?com$/.exec(host)?.[1] ?? host;
}

/** Whether a hostname can only be this computer. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function withScheme(typed: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return typed;
  const host = /^(\[[^\]]*\]|[^/:?#]+)/.exec(typed)?.[1] ?? "";
  return `${isLoopback(host.toLowerCase()) ? "http" : "https"}://${typed}`;
}
