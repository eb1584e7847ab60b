// Typed text is never lost: leaving warns, and what was typed is kept in this browser until it is saved.
const PREFIX = "cls-draft:";
const WAIT_MS = 400;
const PRIVATE = new Set(["csrfmiddlewaretoken", "version", "seen"]);

export function setUpUnsaved(root) {
  for (const form of root.querySelectorAll("form[data-unsaved]")) {
    if (!form.unsaved) form.unsaved = new Unsaved(form);
  }
}

// The words alone: the server trims, tidies rich texts and writes « 12 500,00 » for « 12500 ».
function bare(values) {
  return JSON.stringify(values.map((value) => {
    const words = value.replace(/<[^>]*>|&nbsp;|\s/g, "");
    return /^-?\d+([.,]\d+)?$/.test(words) ? Number(words.replace(",", ".")) : words;
  }));
}

class Unsaved {
  constructor(form) {
    this.form = form;
    // Two people may share a browser: a text is offered back to its author alone.
    this.key = `${PREFIX}${document.body.dataset.user ?? ""}:${form.dataset.draftKey || window.location.pathname}`;
    this.state = form.querySelector("[data-save-state]");
    this.saved = this.state?.textContent ?? "";
    this.first = JSON.stringify(this.values());
    this.dirty = Boolean(form.querySelector("[data-errors], .cls-conflict"));
    this.offer();
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.later());
    form.addEventListener("submit", () => { this.keep(); this.leaving = true; });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
    window.addEventListener("pagehide", () => { if (this.dirty) this.keep(); });
    window.addEventListener("pageshow", () => { this.leaving = false; });
  }

  values() {
    const data = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !PRIVATE.has(name)) (data[name] ??= []).push(value);
    }
    return data;
  }

  chosen() {
    const found = {};
    for (const box of this.form.querySelectorAll("[data-combobox]")) {
      if (box.combobox) found[box.dataset.name] = box.combobox.choices();
    }
    return found;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT_MS);
  }

  look() {
    this.dirty = JSON.stringify(this.values()) !== this.first;
    if (this.state) {
      this.state.textContent = this.dirty ? "Modifications non enregistrées" : this.saved;
      this.state.classList.toggle("is-dirty", this.dirty);
    }
    if (this.dirty) this.keep();
    else localStorage.removeItem(this.key);
  }

  keep() {
    const draft = { at: Date.now(), version: this.form.dataset.version ?? "", values: this.values(), chosen: this.chosen() };
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
    } catch {
      // A full or closed store: the warning before leaving remains.
    }
  }

  offer() {
    const draft = this.read();
    // The page of a conflict already holds the text, with what the other wrote elsewhere.
    if (!draft || this.form.querySelector(".cls-conflict")) return;
    // The server shows again what it refused, or it was saved: the version tells.
    const moved = draft.version !== (this.form.dataset.version ?? "");
    const same = JSON.stringify(draft.values) === this.first;
    if (same || (moved && this.savedSince(draft))) return localStorage.removeItem(this.key);
    this.form.prepend(this.notice(draft, moved));
    // One of several forms, folded: what it offers must be seen.
    const fold = this.form.closest("details");
    if (fold) fold.open = true;
  }

  savedSince(draft) {
    // Our own save raised the version: each kept value is now in the page, as the server writes it.
    const now = this.values();
    return Object.entries(draft.values).every(([name, kept]) => bare(kept) === bare(now[name] ?? []));
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  notice(draft, moved) {
    const box = Object.assign(document.createElement("div"), { className: "fr-alert fr-alert--info fr-mb-3w" });
    box.setAttribute("role", "status");
    const at = new Date(draft.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
    const words = `Un texte du ${at} n’a pas été enregistré.` + (moved ? " La page a changé depuis : relisez avant d’enregistrer." : "");
    const text = Object.assign(document.createElement("p"), { textContent: words });
    const take = this.button("Reprendre ma saisie", "fr-btn--sm", () => { this.fill(draft.values, draft.chosen ?? {}); box.remove(); });
    const drop = this.button("L’oublier", "fr-btn--sm fr-btn--tertiary fr-ml-1w", () => {
      localStorage.removeItem(this.key);
      box.remove();
    });
    box.append(text, take, drop);
    return box;
  }

  button(label, classes, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: `fr-btn ${classes}`, textContent: label });
    button.addEventListener("click", act);
    return button;
  }

  fill(values, chosen) {
    for (const box of this.form.querySelectorAll("[data-combobox]")) {
      if (chosen[box.dataset.name]) box.combobox?.chooseAll(chosen[box.dataset.name]);
    }
    for (const field of this.form.elements) {
      if (!field.name || PRIVATE.has(field.name) || field.type === "file" || field.type === "submit") continue;
      const kept = values[field.name] ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
      else if (field.multiple && field.options) for (const each of field.options) each.selected = kept.includes(each.value);
      else if (field.type !== "hidden" && kept.length) field.value = kept[0];
      field.dispatchEvent(new Event("cls:set"));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.look();
  }
}
