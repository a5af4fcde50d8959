import type { KeyboardEvent } from "react";

/** Enter goes to the next field, as at a counter: the mouse is not needed. */
export function onward(event: KeyboardEvent<HTMLElement>): void {
  const at = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !(at instanceof HTMLInputElement) || at.role === "combobox" || at.type === "search") return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("input:not([disabled]):not([type=search]):not([type=file]):not([type=radio]), input[type=radio]:checked:not([disabled]), textarea, button.next")];
  const next = all[all.indexOf(at) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
