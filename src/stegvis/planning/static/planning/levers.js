// A slider beside each number of a lever. The number is what is sent; without this file it is typed.
(() => {
  for (const number of document.querySelectorAll("[data-slider]")) {
    const [least, most, step] = number.dataset.slider.split(" ");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: least, max: most, step, className: "fc-slider" });
    slider.setAttribute("aria-label", number.closest("fieldset").querySelector("legend").textContent);
    const read = () => {
      const value = Number.parseFloat(number.value.replace(",", ".").replace("\u2212", "-"));
      slider.value = Number.isFinite(value) ? value : 0;
    };
    slider.addEventListener("input", () => {
      const value = Number(slider.value);
      number.value = value === 0 ? "" : String(value).replace(".", ",");
    });
    number.addEventListener("input", read);
    read();
    number.after(slider);
  }
})();
