// Draws the Vega-Lite specifications that <c-chart> leaves in the page, in the colours of the theme.
// The figures stand beside as a table, so nothing is lost where this does not run.
(() => {
  const token = (name) => {
    // A probe resolves light-dark() the way the page does; a custom property alone would not.
    const probe = document.createElement("span");
    probe.className = `sv-probe-${name}`;
    document.body.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  };

  function config() {
    const text = token("text");
    const muted = token("muted");
    const line = token("line");
    const font = getComputedStyle(document.body).fontFamily;
    const category = ["accent", "warm", "info", "neutral", "success", "brand2"].map(token);
    return {
      background: null,
      font,
      view: { stroke: null },
      range: { category, ramp: { scheme: "teals" } },
      mark: { color: category[0] },
      bar: { cornerRadiusEnd: 3 },
      line: { strokeWidth: 2.5 },
      axis: { domainColor: line, gridColor: line, tickColor: line, labelColor: muted, titleColor: text, labelFontSize: 13, titleFontSize: 13, titleFontWeight: 600, labelLimit: 220, labelSeparation: 8 },
      legend: { labelColor: text, titleColor: text, labelFontSize: 13, titleFontSize: 13, orient: "bottom", symbolType: "square" },
      text: { color: text },
      title: { color: text },
    };
  }

  function draw(canvas) {
    const spec = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
    window.vegaEmbed(canvas, { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...spec, config: { ...config(), ...spec.config } }, {
      actions: false,
      ast: true, // expressions are interpreted, for the content security policy forbids eval
      renderer: "svg",
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      formatLocale: { decimal: ",", thousands: "\u00a0", grouping: [3], currency: ["", "\u00a0kr"] },
    }).catch((error) => console.error("chart", canvas.dataset.chart, error));
  }

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("stegvis:scheme", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  drawAll();
})();
