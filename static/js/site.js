// What every page does by itself. Each module looks for its own marks, in the page and in what htmx brings later.
import { setUpBoards } from "./board.js";
import { setUpComboboxes } from "./combobox.js";
import { setUpConflicts } from "./conflict.js";
import { setUpFilters } from "./filters.js";
import { setUpFolds } from "./fold.js";
import { setUpGrids } from "./grid.js";
import "./live.js";
import { setUpQuestionnaires } from "./questionnaire.js";
import { setUpSortables } from "./sortable.js";
import { setUpUnsaved } from "./unsaved.js";

function setUp(root) {
  for (const button of root.querySelectorAll("[data-check-all][hidden]")) button.hidden = false;
  setUpBoards(root);
  setUpComboboxes(root);
  setUpConflicts(root);
  setUpFilters(root);
  setUpFolds(root);
  setUpGrids(root);
  setUpQuestionnaires(root);
  setUpSortables(root);
  setUpUnsaved(root);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const all = event.target.closest("[data-check-all]");
  if (all) checkAll(all.closest("form"));
});

// All the boxes of a form that may be ticked; none where all are.
function checkAll(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]:enabled")];
  const wanted = boxes.some((box) => !box.checked);
  for (const box of boxes) if (box.checked !== wanted) box.click();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  // htmx already sends those that it knows.
  if (form && !form.hasAttribute("hx-get")) form.requestSubmit();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  // The session ended: show the sign-in page whole, not inside a list.
  const url = event.detail.xhr.responseURL;
  if (url && new URL(url).pathname === "/connexion/" && window.location.pathname !== "/connexion/") {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
setUp(document);
document.querySelector("[data-errors]")?.focus();
