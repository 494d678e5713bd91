"use strict";
// What every page does: an open menu closes on Escape or a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open], details.remove[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open], details.remove[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
