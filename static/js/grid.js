// A table of inputs worked as a spreadsheet: arrows, Enter, and a rectangle pasted from one.
//
// <table data-grid> holds controls marked data-row and data-col; the order of the page is the order of the grid. A
// <template data-grid-blank> in a <tbody> is the line to add there, its names made with __prefix__.
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function setUpGrids(root) {
  for (const table of root.querySelectorAll("table[data-grid]")) {
    if (!table.grid) table.grid = new Grid(table);
  }
}

class Grid {
  constructor(table) {
    this.table = table;
    this.status = document.getElementById(table.dataset.gridStatus);
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("focusin", (event) => this.enter(event.target));
    table.addEventListener("click", (event) => this.click(event.target));
    for (const button of table.querySelectorAll("[data-grid-add]")) button.hidden = false;
  }

  // --- where things are --------------------------------------------------------------------------
  cells(within = this.table) {
    return [...within.querySelectorAll("[data-row][data-col]")];
  }

  rows(within) {
    return [...new Set(this.cells(within).map((cell) => cell.dataset.row))];
  }

  columns() {
    return [...new Set(this.cells().map((cell) => cell.dataset.col))];
  }

  at(row, column) {
    return this.cells().find((cell) => cell.dataset.row === row && cell.dataset.col === column);
  }

  /** The next control that may be filled, from `cell` towards (down, right). */
  next(cell, down, right) {
    const rows = this.rows();
    const columns = this.columns();
    let row = rows.indexOf(cell.dataset.row) + down;
    let column = columns.indexOf(cell.dataset.col) + right;
    for (; rows[row] !== undefined && columns[column] !== undefined; row += down, column += right) {
      const found = this.at(rows[row], columns[column]);
      if (found && !isClosed(found)) return found;
    }
    return null;
  }

  // --- the keyboard ------------------------------------------------------------------------------
  enter(cell) {
    if (!cell.matches("[data-row][data-col]")) return;
    this.before = cell.value;
    if (isText(cell)) cell.select();
  }

  key(event) {
    const cell = event.target;
    if (!cell.matches("[data-row][data-col]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.restore(cell);
    const move = event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : MOVES[event.key];
    if (!move || (event.key !== "Enter" && !leaves(cell, event))) return;
    // Enter never sends the form from inside the grid.
    event.preventDefault();
    this.next(cell, ...move)?.focus();
  }

  restore(cell) {
    if (cell.type !== "checkbox" && this.before !== undefined) write(cell, this.before);
  }

  // --- a rectangle -------------------------------------------------------------------------------
  paste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches("[data-row][data-col]") || !/[\t\n\r]/.test(text.trimEnd()) && !/\t/.test(text)) return;
    event.preventDefault();
    this.fill(cell, rectangle(text));
  }

  fill(start, lines) {
    const body = start.closest("tbody");
    const columns = this.columns();
    const left = columns.indexOf(start.dataset.col);
    const within = body.querySelector("template[data-grid-blank]") ? body : this.table;
    const top = this.rows(within).indexOf(start.dataset.row);
    const done = { undo: [], lost: [] };
    lines.forEach((line, down) => {
      if (this.rows(within)[top + down] === undefined) this.add(body);
      const row = this.rows(within)[top + down];
      line.forEach((text, right) => this.put(row && this.at(row, columns[left + right]), text, done));
    });
    this.tell(done);
  }

  put(cell, text, done) {
    if (!cell || isClosed(cell)) {
      if (text.trim()) done.lost.push(text.trim());
      return;
    }
    const value = valueFor(cell, text);
    if (value === null) return void done.lost.push(text.trim());
    done.undo.push([cell, cell.value]);
    write(cell, value);
  }

  tell({ undo, lost }) {
    if (!this.status) return;
    const filled = `${undo.length} cellule${undo.length > 1 ? "s" : ""} remplie${undo.length > 1 ? "s" : ""}.`;
    const left = lost.length ? ` Sans place ici : ${lost.map((text) => `« ${text} »`).join(", ")}.` : "";
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "fr-btn fr-btn--sm fr-btn--tertiary fr-ml-2w", textContent: "Annuler le collage",
    });
    button.addEventListener("click", () => {
      for (const [cell, value] of undo.reverse()) write(cell, value);
      this.status.replaceChildren();
      undo.at(-1)?.[0].focus();
    });
    this.status.replaceChildren(filled + left, button);
  }

  // --- lines -------------------------------------------------------------------------------------
  click(target) {
    const add = target.closest("[data-grid-add]");
    if (add) this.cells(this.add(add.closest("tbody")))[0]?.focus();
    const take = target.closest("[data-grid-take]");
    if (!take) return;
    const cell = take.closest("td").querySelector("[data-row][data-col]");
    write(cell, take.dataset.gridTake);
    take.parentElement.remove();
    cell.focus();
  }

  /** A new empty line at the end of `body`; the formset is told of one form more. */
  add(body) {
    const blank = body?.querySelector("template[data-grid-blank]");
    const total = this.table.closest("form")?.elements[`${this.table.dataset.grid}-TOTAL_FORMS`];
    if (!blank || !total) return null;
    const holder = document.createElement("tbody");
    holder.append(blank.content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    blank.before(row);
    return row;
  }
}

// --- one control ---------------------------------------------------------------------------------
const isText = (cell) => cell.matches("input:not([type=checkbox])");
const isClosed = (cell) => cell.disabled || cell.readOnly;

/** Whether this arrow goes out of the control: a list keeps up and down, a text keeps what is inside it. */
function leaves(cell, { key, shiftKey }) {
  if (shiftKey) return false;
  if (!isText(cell)) return cell.type === "checkbox" || key === "ArrowLeft" || key === "ArrowRight";
  if (key === "ArrowUp" || key === "ArrowDown") return true;
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const edge = key === "ArrowLeft" ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length;
  return whole || edge;
}

function write(cell, value) {
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What the control takes of a pasted text; null where its list does not hold it. The server reads the figures. */
function valueFor(cell, text) {
  const words = text.replace(/[\u00a0\u202f]/g, " ").trim();
  if (cell.type === "checkbox") return null;
  if (!cell.options) return words;
  const same = [...cell.options].find((each) => plain(each.text) === plain(words) || each.value === words);
  return same?.value ?? (words ? null : "");
}

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").trim().toLowerCase();

/** The lines and cells of what a spreadsheet puts in the clipboard; a cell of several lines stands in quotes. */
export function rectangle(text) {
  const lines = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let place = 0; place < source.length; place += 1) {
    const letter = source[place];
    const line = lines.at(-1);
    if (letter === '"' && (quoted || line.at(-1) === "")) {
      if (quoted && source[place + 1] === '"') { line[line.length - 1] += '"'; place += 1; }
      else quoted = !quoted;
    } else if (letter === "\t" && !quoted) line.push("");
    else if (letter === "\n" && !quoted) lines.push([""]);
    else line[line.length - 1] += letter === "\n" ? " " : letter;
  }
  return lines;
}
