// Two people saved: choosing the other's text puts it in the field, choosing one's own puts that back.
export function setUpConflicts(root) {
  for (const radio of root.querySelectorAll("[data-conflict-field]")) {
    radio.addEventListener("change", () => take(radio));
  }
}

function take(radio) {
  const field = radio.form.elements[radio.dataset.conflictField];
  if (!field || field instanceof RadioNodeList) return;
  radio.form.mine ??= {};
  if (radio.value === "theirs") radio.form.mine[field.name] ??= field.value;
  field.value = radio.value === "theirs" ? radio.dataset.text : (radio.form.mine[field.name] ?? field.value);
  field.dispatchEvent(new Event("cls:set"));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
