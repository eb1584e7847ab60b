// The meeting on the projector: Alt with Page Down or Page Up turns to the next or the previous item.
const TURNS = { PageDown: "next", PageUp: "prev" };

document.addEventListener("keydown", (event) => {
  const rel = event.altKey && document.querySelector("[data-live]") && TURNS[event.key];
  const link = rel && document.querySelector(`[data-live] a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
