// A list put in order by dragging. The buttons « Monter » and « Descendre » of each row work without this.
export function setUpSortables(root) {
  for (const list of root.querySelectorAll("[data-sortable]")) {
    if (!list.sortable) list.sortable = new Sortable(list);
  }
}

class Sortable {
  constructor(list) {
    this.list = list;
    this.status = Object.assign(document.createElement("p"), { className: "fr-sr-only" });
    this.status.setAttribute("role", "status");
    list.after(this.status);
    for (const row of list.children) row.draggable = true;
    list.addEventListener("dragstart", (event) => this.start(event));
    list.addEventListener("dragover", (event) => this.over(event));
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("dragend", () => this.end());
  }

  order() {
    return [...this.list.children].map((row) => row.dataset.id).join(",");
  }

  start(event) {
    // A list inside a row drags its own rows; the outer one only hears of it.
    const row = event.target.closest("[data-sortable] > li");
    this.row = row?.parentElement === this.list ? row : null;
    if (!this.row) return;
    this.before = this.order();
    event.dataTransfer.effectAllowed = "move";
    this.row.classList.add("is-dragged");
  }

  over(event) {
    const other = this.row && [...this.list.children].find((row) => row.contains(event.target));
    if (!other) return;
    event.preventDefault();
    const middle = other.getBoundingClientRect().top + other.offsetHeight / 2;
    if (other !== this.row) other[event.clientY < middle ? "before" : "after"](this.row);
  }

  async end() {
    if (!this.row) return;
    this.row.classList.remove("is-dragged");
    this.row = null;
    if (this.order() === this.before) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(this.list.dataset.url, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ order: this.order() }),
    }).catch(() => null);
    // The numbers are the server's to give.
    if (answer?.ok) window.location.reload();
    else this.status.textContent = "L’ordre n’a pas pu être enregistré. Rechargez la page.";
  }
}
