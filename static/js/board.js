// A card dragged to another column chooses that status in the card's own form, and sends it: one way to move, three
// ways to ask for it. Without this script, the form of each card does the same.
export function setUpBoards(root) {
  const boards = [...root.querySelectorAll("[data-board]")];
  if (root.matches?.("[data-board]")) boards.push(root);
  for (const board of boards) {
    if (!board.board) board.board = new Board(board);
  }
}

class Board {
  constructor(board) {
    this.board = board;
    for (const card of board.querySelectorAll("[data-card]")) card.draggable = true;
    board.addEventListener("dragstart", (event) => this.start(event));
    board.addEventListener("dragover", (event) => this.over(event));
    board.addEventListener("drop", (event) => this.drop(event));
    board.addEventListener("dragend", () => this.end());
  }

  start(event) {
    this.card = event.target.closest("[data-card]");
    if (!this.card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    this.card.classList.add("is-dragged");
  }

  over(event) {
    const column = this.card && event.target.closest("[data-status]");
    this.aim(column);
    if (column) event.preventDefault();
  }

  drop(event) {
    const column = this.card && event.target.closest("[data-status]");
    if (!column) return;
    event.preventDefault();
    const form = this.card.querySelector("form");
    const here = this.card.closest("[data-status]");
    if (column === here) return;
    form.elements.status.value = column.dataset.status;
    form.requestSubmit();
  }

  end() {
    this.card?.classList.remove("is-dragged");
    this.card = null;
    this.aim(null);
  }

  aim(column) {
    for (const each of this.board.querySelectorAll(".is-target")) each.classList.remove("is-target");
    column?.classList.add("is-target");
  }
}
