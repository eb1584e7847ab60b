// A text box that searches (ARIA combobox pattern); what is chosen stands beside it in hidden fields.
const WAIT_MS = 200;

export function setUpComboboxes(root) {
  for (const box of root.querySelectorAll("[data-combobox]")) {
    if (!box.combobox) box.combobox = new Combobox(box);
  }
}

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("[role=combobox]");
    this.list = box.querySelector("[role=listbox]");
    this.chosen = box.querySelector("[data-chosen]");
    this.status = box.querySelector("[data-status]");
    this.multiple = box.hasAttribute("data-multiple");
    this.options = [];
    this.at = -1;
    this.asked = 0;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => this.pick(event));
    this.chosen.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (button) this.remove(button.closest("li"));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), WAIT_MS);
  }

  async search() {
    const text = this.input.value.trim();
    const mine = ++this.asked;
    if (!text) return this.close();
    let results = [];
    if (this.box.dataset.url) {
      const url = new URL(this.box.dataset.url, window.location.href);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.status);
        results = (await answer.json()).results;
      } catch {
        this.say("La recherche n’a pas abouti. Réessayez.");
        return;
      }
    }
    // A slower, older answer must not replace a newer one.
    if (mine === this.asked) this.show(results, text);
  }

  show(results, text) {
    const taken = new Set([...this.chosen.querySelectorAll("input")].map((each) => each.value));
    this.options = results.filter((each) => !taken.has(String(each.value)));
    const same = results.some((each) => each.label.toLowerCase() === text.toLowerCase());
    if (!same && this.box.dataset.create) this.options.push({ create: text, label: `Créer « ${text} »` });
    if (!same && this.box.hasAttribute("data-free")) this.options.push({ value: text, label: text, hint: "Texte libre" });
    this.list.replaceChildren(...this.options.map((each, index) => this.row(each, index)));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    // None is active until an arrow says so: the first ArrowDown takes the first one.
    this.move(-1);
    const count = this.options.length;
    this.say(count ? `${count} proposition${count > 1 ? "s" : ""}` : "Aucune proposition");
  }

  row(option, index) {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.id = `${this.list.id}_${index}`;
    row.dataset.index = index;
    row.textContent = option.label;
    if (option.hint) {
      const hint = document.createElement("span");
      hint.className = "cls-hint";
      hint.textContent = option.hint;
      row.append(hint);
    }
    return row;
  }

  move(index) {
    this.at = index;
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
    const row = this.list.children[index];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const count = this.options.length;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && !open) this.search();
    else if (event.key === "ArrowDown" && count) this.move((this.at + 1) % count);
    else if (event.key === "ArrowUp" && open && count) this.move((Math.max(this.at, 0) - 1 + count) % count);
    else if (event.key === "Enter" && (open || this.input.value)) this.enter(open);
    else if (event.key === "Escape" && open) this.close();
    else if (event.key === "Backspace" && !this.input.value) return this.remove(this.chosen.lastElementChild);
    else return;
    event.preventDefault();
  }

  // With no option active, the typed words themselves: the option of that name, else « Créer » or the free text.
  enter(open) {
    if (!open) return this.search();
    const typed = this.input.value.trim();
    const same = this.options.find((each) => each.label.toLowerCase() === typed.toLowerCase());
    this.choose(this.options[this.at] ?? same ?? this.options.find((each) => (each.create ?? each.value) === typed));
  }

  pick(event) {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) this.choose(this.options[Number(row.dataset.index)]);
  }

  async choose(option) {
    if (!option) return;
    const made = option.create === undefined ? option : await this.create(option.create);
    if (!made) return;
    if (!this.multiple) this.chosen.replaceChildren();
    this.add(made);
    this.input.value = "";
    this.close();
    this.say(`${made.label} choisi`);
    this.changed();
  }

  async create(name) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const body = new URLSearchParams({ name });
    try {
      const answer = await fetch(this.box.dataset.create, { method: "POST", headers, body });
      const made = await answer.json();
      if (answer.ok) return made;
      this.say(Object.values(made.errors ?? {}).flat().join(" ") || "La création a été refusée.");
    } catch {
      this.say("La création n’a pas abouti. Réessayez.");
    }
    return null;
  }

  add(option) {
    const item = document.createElement("li");
    item.className = "cls-combobox__item";
    const field = Object.assign(document.createElement("input"), {
      type: "hidden", name: this.box.dataset.name, value: option.value,
    });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "fr-tag fr-tag--dismiss" });
    button.dataset.remove = "";
    const word = Object.assign(document.createElement("span"), { className: "fr-sr-only", textContent: "Retirer " });
    button.append(word, option.label);
    item.append(field, button);
    this.chosen.append(item);
  }

  choices() {
    return [...this.chosen.children].map((item) => ({
      value: item.querySelector("input").value,
      label: item.querySelector("button").lastChild.textContent.trim(),
    }));
  }

  chooseAll(options) {
    this.chosen.replaceChildren();
    for (const option of options) this.add(option);
  }

  remove(item) {
    if (!item) return;
    const label = item.querySelector("button").lastChild.textContent.trim();
    item.remove();
    this.say(`${label} retiré`);
    this.input.focus();
    this.changed();
  }

  changed() {
    this.box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  say(words) {
    this.status.textContent = words;
  }
}
