"use strict";
// What every page does: an open menu closes on Escape or a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open], details.remove[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
// A menu is filled when it is opened for the first time; where that fails, the link in it leads to the page.
document.querySelectorAll("details[data-menu]").forEach((menu) => {
  menu.addEventListener("toggle", async () => {
    if (!menu.open || menu.dataset.filled) return;
    menu.dataset.filled = "yes";
    try {
      const answer = await fetch(menu.dataset.menu);
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      menu.querySelector("div").innerHTML = await answer.text();
    } catch {
      delete menu.dataset.filled;
    }
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open], details.remove[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
