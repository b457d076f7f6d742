// A slider beside each number of a lever, and an answer while it is pulled. The number is what is sent; without this
// file it is typed.
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
      number.value = value === 0 ? "" : String(value).replace(".", ",").replace("-", "\u2212");
    });
    number.addEventListener("input", read);
    read();
    number.after(slider);
  }
  const form = document.querySelector(".fc-pull");
  const mark = (group) => {
    const numbers = [...group.querySelectorAll("[data-slider]")];
    group.querySelector("[data-pulled]").hidden = numbers.every((number) => number.value.trim() === "");
  };
  let waits = 0;
  form.addEventListener("input", () => {
    form.querySelectorAll(".fc-group").forEach(mark);
    waits ||= setTimeout(() => {
      waits = 0;
      form.dispatchEvent(new Event("pulled"));
    }, 120);
  });
})();
