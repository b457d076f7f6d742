// What the builder of reports adds where scripts run: parts are dragged to their place, and the focus stays where the
// reader was. Without this file the buttons do all of it.
(() => {
  const blocks = document.querySelector("[data-blocks]");
  const drag = document.getElementById("rapport-drag");
  let dragged = null;

  document.querySelector("[data-focus]:not([disabled])")?.focus({ preventScroll: false });

  const half = (block, event) => {
    const box = block.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  };
  const clear = () => {
    for (const block of blocks.querySelectorAll("[data-over]")) delete block.dataset.over;
  };
  const target = (event) => {
    const block = event.target.closest("[data-block]");
    return dragged && block && block !== dragged ? block : null;
  };

  // The row of tools is the handle: a text in the part can still be marked with the pointer.
  for (const tools of blocks?.querySelectorAll(".rep-block:not([data-open]) > .rep-block__tools") ?? []) tools.draggable = true;

  blocks?.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-block]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.dataset.block ?? "");
  });
  blocks?.addEventListener("dragover", (event) => {
    clear();
    const block = target(event);
    if (!block) return;
    event.preventDefault();
    block.dataset.over = half(block, event);
  });
  blocks?.addEventListener("drop", (event) => {
    const block = target(event);
    if (!block) return;
    event.preventDefault();
    drag.elements.gor.value = `flytta|${dragged.dataset.block}`;
    drag.elements.plats.value = Number(block.dataset.place) + (half(block, event) === "after" ? 1 : 0);
    drag.requestSubmit();
  });
  blocks?.addEventListener("dragend", () => {
    clear();
    dragged = null;
  });
})();
