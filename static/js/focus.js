"use strict";
// Who moves by keys keeps their place on a step: what a save draws anew gives the focus back, and keys lead between cells and their findings.
(() => {
  const control = ":is(input:not([type=hidden]), textarea, select, output)";
  let left = null; // selectors of what had the focus when it was drawn anew, the nearest first

  function placesOf(one) {
    const around = one.parentElement.closest("[data-cell], [id]");
    const box = around.dataset.cell ? `[data-cell="${CSS.escape(around.dataset.cell)}"]` : `#${CSS.escape(around.id)}`;
    const tag = one.tagName.toLowerCase();
    const named = ["id", "name", "value", "href"].filter((key) => one.hasAttribute(key)).map((key) => `[${key}="${CSS.escape(one.getAttribute(key))}"]`);
    const small = around.matches("[data-cell], .finding") ? [`${box} ${tag}`, `${box} ${control}`] : [];
    return [`${box} ${tag}${named.join("")}`, ...small, around.closest(".panel") ? ".panel" : "#checklist [aria-current]"];
  }

  document.addEventListener("perfeval:redraw", () => {
    const on = document.activeElement;
    left = on.closest(".cell, #checklist, #panel") && placesOf(on);
  });
  document.addEventListener("perfeval:redrawn", () => {
    if (!left || document.activeElement !== document.body) return;
    left.map((place) => document.querySelector(place)).find(Boolean)?.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (!event.altKey || !on.closest("#step, #panel")) return;
    if (event.key === "ArrowDown") {
      const wrong = [...document.querySelectorAll(`#step .cell:is(.error, .warning) ${control}, #step tr:not(:has(.cell:is(.error, .warning))):has(+ .noted :is(.error, .warning)) td:first-of-type ${control}`)];
      (wrong.find((one) => on.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || wrong[0])?.focus();
    } else if (event.key === "ArrowUp") {
      const said = [on.id, on.id.replace(/-[^-]*$/, "-all")].map((id) => id && document.querySelector(`#panel .finding a[href$="#${CSS.escape(id)}"]`));
      (said.find(Boolean) || document.querySelector(".panel")).focus();
    } else return;
    event.preventDefault();
  });
})();
