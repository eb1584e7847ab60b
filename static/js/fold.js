// Long pages in parts that fold: on a telephone from the start, opened by their address, whole on paper.
const narrow = window.matchMedia("(max-width: 47.99em)");
const folds = (root = document) => [...root.querySelectorAll("details[data-fold]")];

export function setUpFolds(root) {
  fit(root);
  openTarget();
  for (const button of root.querySelectorAll("[data-unfold]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = folds().some((fold) => !fold.open);
      for (const fold of folds()) fold.open = open;
      button.textContent = open ? "Tout replier" : "Tout déplier";
    });
  }
}

// What is folded only on a telephone has no line to press elsewhere: it stands open there.
function fit(root) {
  for (const fold of folds(root)) {
    if (fold.classList.contains("cls-fold--phone")) fold.open = !narrow.matches;
    else if (narrow.matches && fold.dataset.fold === "telephone") fold.open = false;
  }
}

narrow.addEventListener("change", () => fit(document));

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details[data-fold]");
  if (fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}

window.addEventListener("hashchange", openTarget);

let closed = [];
window.addEventListener("beforeprint", () => {
  closed = folds().filter((fold) => !fold.open);
  for (const fold of closed) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});
