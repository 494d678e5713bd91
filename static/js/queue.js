"use strict";
// The queue by keyboard: j and k or the arrows move between the filings, Enter opens (the link has the focus), x ticks.
{
  const links = [...document.querySelectorAll(".queue tbody th a")];
  const hint = document.querySelector("[data-keys]");
  if (hint) hint.hidden = false;
  const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  const typing = (element) => element.matches("select, textarea, input:not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !links.length) return;
    const row = event.target.closest(".queue tbody tr");
    const place = row ? links.findIndex((link) => row.contains(link)) : -1;
    if (event.key.startsWith("Arrow") && !row) return; // elsewhere the arrows scroll
    if (event.key in steps) {
      const next = place < 0 ? 0 : Math.min(Math.max(place + steps[event.key], 0), links.length - 1);
      links[next].focus();
      event.preventDefault();
    } else if (event.key === "x" && row) {
      const tick = row.querySelector("input[name=pick]");
      if (tick) tick.checked = !tick.checked;
      event.preventDefault();
    }
  });
}
