// The filters of a list stand folded on a telephone: the list comes first.
const telephone = window.matchMedia("(max-width: 47.99em)");

export function setUpFilters(root) {
  for (const fold of root.querySelectorAll("[data-filters]")) fold.open = !telephone.matches;
}

telephone.addEventListener("change", () => setUpFilters(document));
