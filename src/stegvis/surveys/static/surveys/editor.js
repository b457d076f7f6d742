// What the editor of questionnaires adds where scripts run: dragging in the outline. Without this file buttons do
// all of it.
(() => {
  const outline = document.querySelector(".sq-outline");
  let dragged = null;

  // On a phone the outline would stand between the reader and the part that was just opened.
  if (new URLSearchParams(location.search).get("nod") && matchMedia("(max-width: 59.99rem)").matches) {
    outline?.querySelector(".sq-outline__all")?.removeAttribute("open");
  }

  const depth = (row) => row.dataset.nod.split("-").length;
  function half(row, event) {
    const box = row.querySelector(":scope > a").getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  }
  function clearMarks() {
    for (const row of outline.querySelectorAll("[data-over]")) delete row.dataset.over;
  }
  function target(event) {
    if (!dragged) return null;
    let row = event.target.closest("[data-nod]");
    if (row && depth(row) > depth(dragged)) row = row.parentElement.closest("[data-nod]");
    return row && row !== dragged && depth(row) === depth(dragged) ? row : null;
  }
  function makeDraggable() {
    for (const row of outline?.querySelectorAll("[data-nod]") ?? []) row.draggable = true;
  }
  makeDraggable();
  document.addEventListener("htmx:oobAfterSwap", makeDraggable);

  outline?.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-nod]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.dataset.nod ?? "");
  });
  outline?.addEventListener("dragover", (event) => {
    clearMarks();
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    row.dataset.over = half(row, event);
  });
  outline?.addEventListener("drop", (event) => {
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    const places = row.dataset.nod.split("-").map(Number);
    if (half(row, event) === "after") places[places.length - 1] += 1;
    const form = document.getElementById("enkat-drag");
    form.elements.nod.value = dragged.dataset.nod;
    form.elements.till.value = places.join("-");
    form.requestSubmit();
  });
  outline?.addEventListener("dragend", () => {
    clearMarks();
    dragged = null;
  });

  // The YAML is saved by its button alone: with something in it that is not, the page is not left without a question.
  const text = document.getElementById("yaml-text");
  let isTyped = false;
  text?.addEventListener("input", () => { isTyped = true; });
  text?.form.addEventListener("submit", () => { isTyped = false; });
  addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.matches?.("[data-autosave]")) delete event.detail.parameters.gor;
  });
  document.addEventListener("htmx:afterSwap", () => document.querySelector("#enkat-del [data-focus]")?.focus());
})();
