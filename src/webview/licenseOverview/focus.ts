/** Draws, and gives the focus back to what has the same key as before, with what somebody is typing there. */
export function keepingFocus(draw: () => void): void {
  const before = document.activeElement;
  const key = before instanceof HTMLElement ? before.dataset["key"] : undefined;
  const typing = before instanceof HTMLInputElement && before.value !== before.defaultValue ? before : undefined;
  const [start, end] = [typing?.selectionStart, typing?.selectionEnd];
  draw();
  const after = [...document.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset["key"] === key);
  if (key === undefined || !after) return;
  after.focus({ preventScroll: true });
  if (!typing || !(after instanceof HTMLInputElement)) return;
  after.value = typing.value;
  after.setCustomValidity(typing.validationMessage);
  after.setAttribute("aria-invalid", String(!typing.validity.valid));
  after.setSelectionRange(start ?? null, end ?? null);
}
