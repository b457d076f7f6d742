// What the shell does where scripts run: the phone menu, the choice of colours, dialogs, error focus.
// Every page works without this file.
(() => {
  const header = document.querySelector(".sv-header");
  const menuButton = header?.querySelector(".sv-menu-button");

  function setMenu(isOpen) {
    header.toggleAttribute("data-open", isOpen);
    menuButton.setAttribute("aria-expanded", String(isOpen));
  }

  menuButton?.addEventListener("click", () => setMenu(!header.hasAttribute("data-open")));

  // The choice is kept in a cookie so that the server writes it into the page and nothing flashes.
  function chooseScheme(scheme) {
    document.documentElement.dataset.colorScheme = scheme;
    document.cookie = `scheme=${scheme}; path=/; max-age=31536000; samesite=lax`;
    for (const button of document.querySelectorAll("[data-schemes] button")) {
      button.setAttribute("aria-pressed", String(button.value === scheme));
    }
    document.dispatchEvent(new CustomEvent("stegvis:scheme"));
  }

  function closeAccountMenu(except) {
    for (const menu of document.querySelectorAll(".sv-account[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-schemes] button, [data-opens], [data-closes]");
    closeAccountMenu(event.target);
    if (!target) return;
    if (target.matches("[data-schemes] button")) chooseScheme(target.value);
    if (target.dataset.opens) {
      event.preventDefault();
      document.getElementById(target.dataset.opens).showModal();
    }
    if (target.dataset.closes) document.getElementById(target.dataset.closes).close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".sv-account[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (header?.hasAttribute("data-open")) {
      setMenu(false);
      menuButton.focus();
    }
  });

  document.querySelector("[data-focus]:not([data-sample] *)")?.focus();
})();
