// What judging adds where scripts run: in the table of a team a key sets the rating, saves it and goes on, and the
// arrows move between the cells. Without this file one fills in the same form and presses Save.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const keys = sheet.dataset.sheet;
  const status = sheet.querySelector(".assess__saved");
  const rows = [...sheet.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td input")]);
  const saved = new Map(rows.flat().map((cell) => [cell, cell.value]));

  function place(cell) {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, rows[row].indexOf(cell)];
  }

  function go(row, column) {
    const cell = rows[row]?.[column];
    cell?.focus();
    cell?.select();
  }

  function goOn(cell) {
    const [row, column] = place(cell);
    if (column + 1 < rows[row].length) go(row, column + 1);
    else go(row + 1, 0);
  }

  // One save of a cell after the other, so that the last choice is the one that stands.
  const queues = new Map();
  function save(cell) {
    queues.set(cell, (queues.get(cell) ?? Promise.resolve()).then(() => send(cell)));
  }

  async function send(cell) {
    const value = cell.value;
    const row = cell.closest("tr");
    const competence = cell.name.slice(row.dataset.prefix.length + 2);
    const { isSaved, isRefused, text } = await stegvis.send(cell, row.dataset.save, {
      competence,
      [`r-${competence}`]: value,
    });
    cell.toggleAttribute("data-saved", isSaved);
    cell.toggleAttribute("data-unsent", !isSaved && !isRefused);
    cell.setAttribute("aria-invalid", String(!isSaved));
    if (isSaved) saved.set(cell, value);
    const words = isSaved || isRefused ? text : sheet.dataset.failed;
    status.textContent = isSaved ? words : `${cell.getAttribute("aria-label")}: ${words}`;
  }

  document.addEventListener("stegvis:retry", () => sheet.querySelectorAll("[data-unsent]").forEach(save));

  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  sheet.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!saved.has(cell) || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = steps[event.key];
    const key = event.key.toLowerCase();
    if (step) {
      const [row, column] = place(cell);
      go(row + step[0], column + step[1]);
    } else if (event.key.length === 1 && keys.includes(key)) {
      cell.value = key;
      save(cell);
      goOn(cell);
    } else if (event.key === "Enter") {
      goOn(cell);
    } else {
      return;
    }
    event.preventDefault();
  });

  // A telephone's keyboard sends no keys, but changes.
  sheet.addEventListener("change", (event) => {
    const cell = event.target;
    if (!saved.has(cell)) return;
    if (cell.value === "") cell.value = saved.get(cell);
    else if (cell.value !== saved.get(cell)) save(cell);
  });
})();
