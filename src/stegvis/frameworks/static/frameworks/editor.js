// What the editor of career frameworks adds where scripts run: dragging in the outline, waiting for a save that is on
// its way, and text that is not overwritten while somebody writes in it. Without this file buttons do all of it.
(() => {
  const outline = document.querySelector(".fw-outline");
  const drag = document.getElementById("utkast-drag");
  let dragged = null;

  // On a phone the outline would stand between the reader and the part that was just opened.
  if (new URLSearchParams(location.search).get("nod") && matchMedia("(max-width: 59.99rem)").matches) {
    outline?.querySelector(".fw-outline__all").removeAttribute("open");
  }

  // Parts of the same kind can change places; which lists those are is told by the last key of the list's place.
  const ofRequirements = new Set(["requires", "all_of", "any_of", "of"]);
  function kind(row) {
    const key = row.dataset.till.split(".").at(-1);
    return ofRequirements.has(key) ? "requires" : key;
  }

  function half(row, event) {
    const box = (row.querySelector(":scope > a, :scope > details > summary") ?? row).getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  }

  function clearMarks() {
    for (const row of outline.querySelectorAll("[data-over]")) delete row.dataset.over;
  }

  function target(event) {
    const row = event.target.closest("[data-till]");
    const fits = dragged && row && row !== dragged && !dragged.contains(row) && kind(row) === kind(dragged);
    return fits ? row : null;
  }

  for (const row of outline?.querySelectorAll("[data-till]") ?? []) row.draggable = true;

  outline?.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-till]");
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
    drag.elements.nod.value = dragged.dataset.nod;
    drag.elements.till.value = row.dataset.till;
    drag.elements.plats.value = Number(row.dataset.plats) + (half(row, event) === "after" ? 1 : 0);
    drag.requestSubmit();
  });
  outline?.addEventListener("dragend", () => {
    clearMarks();
    dragged = null;
  });

  // A form that is larger than the server takes is not sent: the words about it come up beside what was typed.
  function sizeAsSent(form) {
    const text = new URLSearchParams(new FormData(form)).toString();
    return text.length + 3 * (text.match(/%0A/g)?.length ?? 0); // a browser sends each line break as two characters
  }
  document.addEventListener("submit", (event) => {
    const words = event.target.querySelector("[data-too-large]");
    if (!words) return;
    const size = sizeAsSent(event.target);
    words.hidden = size <= Number(words.dataset.tooLarge);
    if (words.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const megabytes = Math.ceil(size / 1024 / 1024 * 10) / 10;
    words.querySelector("[data-sent]").textContent = megabytes.toLocaleString(document.documentElement.lang);
  }, true);

  // An automatic save presses no button, though one has the focus, and leaves alone what waits for its button.
  const isAutomatic = (event) => event.target.matches("[data-autosave]") && event.detail.triggeringEvent?.type !== "submit";
  document.addEventListener("htmx:configRequest", (event) => {
    if (!isAutomatic(event)) return;
    delete event.detail.parameters.gor;
    for (const field of event.target.querySelectorAll("[data-waits]")) delete event.detail.parameters[field.name];
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (isAutomatic(event) && event.detail.triggeringEvent?.target.matches?.("[data-waits]")) event.preventDefault();
  });

  // The YAML: saved when it is left, and never overwritten while it holds what is not saved.
  let isChanged = false;
  document.addEventListener("input", (event) => {
    if (event.target.id === "yaml-text") isChanged = true;
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "yaml-text" && isChanged) event.target.form.requestSubmit();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.target.matches("[data-text]") && event.detail.xhr.status < 400) isChanged = false;
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (isChanged && event.detail.target.matches(".fw-yaml")) event.detail.shouldSwap = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged && !document.activeElement?.form?.matches("[data-text]")) event.preventDefault();
  });

  document.addEventListener("htmx:afterSwap", () => document.querySelector("#utkast-del [data-focus]")?.focus());
})();
