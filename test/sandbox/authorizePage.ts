import type { Answer } from "./answer";

/** The page on which a user who is already signed in to Workfront lets an application act for them, or does not. */
export function authorizePage(application: string, userName: string, pendingID: string): Answer {
  return page(
    200,
    `Allow ${application}?`,
    `<p><strong>${escaped(application)}</strong> wants to act in Workfront as <strong>${escaped(userName)}</strong>.</p>
    <form method="post" action="authorize">
      <input type="hidden" name="pending" value="${escaped(pendingID)}">
      <button name="decision" value="allow">Allow</button>
      <button name="decision" value="deny">Deny</button>
    </form>`,
  );
}

/** Shown where the request cannot be trusted to send its user back. */
export function authorizeErrorPage(message: string): Answer {
  return page(400, "This application cannot sign in", `<p>${escaped(message)}</p>`);
}

function page(status: number, title: string, content: string): Answer {
  const body = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${escaped(title)}</title>
    <style>body { font: 16px system-ui, sans-serif; max-width: 32em; margin: 4em auto } button { font: inherit }</style>
  </head>
  <body>
    <h1>${escaped(title)}</h1>
    ${content}
  </body>
</html>
`;
  return { status, headers: { "Content-Type": "text/html;charset=UTF-8", "Cache-Control": "no-store" }, body };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
