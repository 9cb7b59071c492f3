"use strict";
for (const figure of document.querySelectorAll("figure.moving")) {
  const slider = figure.querySelector("input");
  const output = figure.querySelector("output");
  const labels = slider.dataset.labels.split("|");
  const lanes = Array.from(figure.querySelectorAll("[data-widths]"), (path) => [path, path.dataset.widths.split(" ")]);
  const show = () => {
    const label = labels[slider.valueAsNumber];
    output.textContent = label;
    slider.setAttribute("aria-valuetext", label);
    for (const [path, widths] of lanes) path.setAttribute("stroke-width", widths[slider.valueAsNumber]);
  };
  slider.addEventListener("input", show);
  slider.parentElement.hidden = false;
  const pane = figure.querySelector(".pane");
  pane.scrollLeft = pane.dataset.centre * pane.scrollWidth - pane.clientWidth / 2;
  show();
}
