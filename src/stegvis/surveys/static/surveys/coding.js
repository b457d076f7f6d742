// What coding adds where scripts run: select words in a text and press a code. Without this file one marks by sentence.
(() => {
  const bar = document.querySelector("[data-coding-bar]");
  if (!bar) return;
  const said = bar.querySelector(".coding-bar__words");
  const select = bar.elements.code;
  let chosen = null;

  // Places are counted in code points, as the server does; the browser counts UTF-16, where some take two.
  const length = (text) => Array.from(text).length;

  function textOf(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return element?.closest("[data-coding-text]") ?? null;
  }

  // The selection where it lies within one text; a triple click ends at the start of what follows.
  function within() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    const text = textOf(range.startContainer);
    if (!text) return null;
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    const words = range.toString();
    if (!words.trim()) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const begins = length(before.toString());
    return { key: text.dataset.codingText, begins, ends: begins + length(words), words };
  }

  function take() {
    const found = within();
    if (!found) return;
    chosen = found;
    bar.elements.text.value = found.key;
    bar.elements.begins.value = found.begins;
    bar.elements.ends.value = found.ends;
    said.textContent = `”${found.words.trim()}”`;
    bar.hidden = false;
  }

  function drop() {
    chosen = null;
    bar.hidden = true;
    window.getSelection().removeAllRanges();
  }

  document.addEventListener("selectionchange", take);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) drop();
  });

  // Each code of the tree is a button that marks with it.
  const hint = document.querySelector("[data-coding-hint]");
  if (hint) hint.hidden = false;
  for (const code of document.querySelectorAll("[data-coding-code]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = code.className;
    button.textContent = code.textContent;
    button.addEventListener("click", () => {
      if (!chosen) {
        hint.textContent = bar.dataset.none;
        hint.setAttribute("role", "status");
        return;
      }
      select.value = code.dataset.codingCode;
      bar.requestSubmit();
    });
    code.replaceWith(button);
  }

  // The last code is proposed again: several passages in a row are often of one matter.
  const kept = "stegvis-code";
  const last = sessionStorage.getItem(kept);
  if (last && select.querySelector(`option[value="${CSS.escape(last)}"]`)) select.value = last;
  bar.addEventListener("submit", () => sessionStorage.setItem(kept, select.value));
})();
