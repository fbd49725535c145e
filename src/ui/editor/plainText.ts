/** Text for a notification or below an input box that is shown exactly: what looks like a link there becomes none. */
export function inNotification(text: string): string {
  // VS Code makes links of `[label](target)`; an invisible word joiner between the two parts prevents it.
  return text.replaceAll("](", "]\u2060(");
}

/** Text for a quick pick that is shown exactly: what looks like an icon there becomes none. */
export function inQuickPick(text: string): string {
  return text.replaceAll(/\$\((?=[A-Za-z0-9-]+(~[A-Za-z]+)?\))/g, "\\$(");
}
