/**
 * Does in the sandbox's consent page what a person does in a browser.
 * @returns the address that the browser is sent to afterward.
 */
export async function consent(address: string, decision: "allow" | "deny" = "allow"): Promise<URL> {
  const page = await (await fetch(address)).text();
  const pending = /name="pending" value="([^"]+)"/.exec(page)?.[1];
  if (pending === undefined) throw new Error(`There is nothing to decide on this page: ${page}`);
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? "", address);
  const answer = await fetch(action, {
    method: "POST",
    body: new URLSearchParams({ pending, decision }),
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "");
}
