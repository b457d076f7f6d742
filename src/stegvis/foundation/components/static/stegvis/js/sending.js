// What cannot be sent is told in words in the status line that the shell holds (#unsent), and is tried again when there
// is hope: the connection is back, or somebody has logged in in another tab. htmx requests are seen to by themselves; a
// script of its own sends with stegvis.send and listens for "stegvis:retry". A form that saves by itself says so with
// data-autosave, and the line in it that says "Saved" with data-saved-line.
(() => {
  const PAUSE = 5000; // ms between tries
  const unsaved = new Set(); // elements with something typed that the server has not got
  let timer = null;

  const line = () => document.getElementById("unsent");
  const isWrite = (verb) => verb !== "get";

  function renew(token) {
    for (const input of document.querySelectorAll("[name='csrfmiddlewaretoken']")) input.value = token;
  }

  // The reason in words: the server's own where it gives them as plain text.
  function reason(status, type, text) {
    const words = line().dataset;
    if (!status) return words.offline;
    if (status >= 502) return words.resting;
    if (status < 500 && type?.startsWith("text/plain") && text) return text[0].toLowerCase() + text.slice(1);
    return status === 404 ? words.gone : words.failed;
  }

  function tell(status, why, isUnsaved) {
    const place = line();
    if (!place) return;
    const { unsaved: notSaved, undone, kept, copy, logIn, address } = place.dataset;
    const words = [`${isUnsaved ? notSaved : undone} – ${why}`];
    if (isUnsaved) words.push(kept);
    if (isUnsaved && status >= 400 && status < 500 && status !== 401) words.push(copy);
    const shown = words.join(" ");
    if (place.dataset.shown === shown) return;
    place.dataset.shown = shown;
    const parts = [document.createElement("p")];
    parts[0].textContent = shown;
    if (status === 401) {
      const link = document.createElement("a");
      Object.assign(link, { href: address, target: "_blank", textContent: logIn });
      parts[0].append(" ", link);
    }
    place.replaceChildren(...parts);
  }

  function failed(element, { status, type, text, isUnsaved }) {
    tell(status, reason(status, type, text), isUnsaved);
    if (isUnsaved) {
      unsaved.add(element);
      const saved = element.querySelector("[data-saved-line]");
      if (saved) saved.textContent = line()?.dataset.unsaved ?? "";
    }
    if ((!status || status >= 502) && !timer) timer = setInterval(retry, PAUSE);
  }

  function succeeded(element) {
    unsaved.delete(element);
    for (const one of unsaved) if (!one.isConnected) unsaved.delete(one);
    if (unsaved.size) return;
    clearInterval(timer);
    timer = null;
    const place = line();
    if (place?.dataset.shown) {
      delete place.dataset.shown;
      place.replaceChildren();
    }
  }

  function retry() {
    document.dispatchEvent(new CustomEvent("stegvis:retry"));
    for (const element of unsaved) if (element.matches("[data-autosave]")) htmx.trigger(element, "change");
  }

  addEventListener("online", () => unsaved.size && retry());
  addEventListener("focus", () => unsaved.size && retry());
  addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  // A form is not left for another page while something in it waits to be saved.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[hx-post]") || ![...unsaved].some((element) => form.contains(element))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    retry();
  }, true);

  // htmx

  const renewed = new WeakSet();
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const { xhr, elt, requestConfig } = detail;
    const token = xhr.getResponseHeader("X-CSRFToken");
    if (token && !renewed.has(elt)) {
      renewed.add(elt);
      renew(token);
      const cause = requestConfig.triggeringEvent;
      if (elt.matches("form") && cause?.type === "submit") setTimeout(() => elt.requestSubmit(cause.submitter));
      else setTimeout(() => htmx.trigger(elt, cause?.type ?? "change"));
      return;
    }
    renewed.delete(elt);
    failed(elt, {
      status: xhr.status,
      type: xhr.getResponseHeader("Content-Type"),
      text: xhr.responseText,
      isUnsaved: isWrite(requestConfig.verb),
    });
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    failed(detail.elt, { status: 0, isUnsaved: isWrite(detail.requestConfig.verb) });
  });
  // Before the answer leads anywhere: leaving the page then asks nothing.
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.status >= 400) return;
    renewed.delete(detail.elt);
    succeeded(detail.elt);
  });

  // A button waits for a save that is on its way, or it would meet its own change as another's; a form that htmx sends
  // waits by itself. Saves are told apart by their requests: an element that its own save has drawn anew is no longer
  // there to be told of. What the page says that it showed (data-as-pressed) is what it showed when one pressed.

  const saves = new Set();
  let waiting = null;
  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    if (target.matches?.("[data-autosave]")) saves.add(detail.xhr);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!saves.delete(detail.xhr) || saves.size || !waiting) return;
    const pressed = waiting;
    waiting = null;
    setTimeout(() => press(pressed)); // after the next save, if one stands in line
  });
  function press({ form, button, shown }) {
    const here = form.isConnected ? form : document.getElementById(form.id);
    for (const [name, value] of here ? shown : []) here.elements[name].value = value;
    const same = (one) => one.type === "submit" && one.name === button?.name && one.value === button?.value;
    here?.requestSubmit([...here.elements].find(same));
  }
  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (!saves.size || form.method !== "post" || form.matches("[hx-trigger*=submit]")) return;
    event.preventDefault();
    const shown = [...form.querySelectorAll("[data-as-pressed]")].map(({ name, value }) => [name, value]);
    waiting = { form, button, shown };
  }, true);

  // A script's own. Gives whether it was saved, or refused in words for what was typed (422), and the words.
  async function send(element, address, values) {
    for (let isFirst = true; ; isFirst = false) {
      const token = document.querySelector("[name='csrfmiddlewaretoken']").value;
      let answer = null;
      let text = "";
      try {
        answer = await fetch(address, {
          method: "POST",
          headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
          body: new URLSearchParams(values),
        });
        text = await answer.text();
      } catch {
        answer = null;
      }
      const fresh = answer?.headers.get("X-CSRFToken");
      if (fresh && isFirst) {
        renew(fresh);
        continue;
      }
      const isRefused = answer?.status === 422;
      if (answer?.ok || isRefused) succeeded(element);
      else failed(element, { status: answer?.status ?? 0, type: answer?.headers.get("Content-Type"), text, isUnsaved: true });
      return { isSaved: answer?.ok ?? false, isRefused, text };
    }
  }

  window.stegvis = { send };
})();
