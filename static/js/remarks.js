"use strict";
// A click on a cell of the printed pages opens the form of a remark on it. Without this file the links of the page do the same.
(() => {
  const pages = document.querySelector(".printed.judging");
  const box = document.getElementById("pin");
  const text = box.querySelector("textarea");
  const hint = document.querySelector("[data-scripted]");
  hint.hidden = false;
  let opener = null;

  function open(cell, from) {
    opener?.classList.remove("picked");
    opener = cell;
    cell.classList.add("picked");
    box.querySelector("[name=path]").value = cell.dataset.path;
    box.querySelector("#pin-place").textContent = cell.dataset.place;
    box.querySelector("#pin-text").textContent = shown(cell);
    box.hidden = false;
    text.focus();
    from.preventDefault();
  }

  // The text of a cell without the flags in it.
  function shown(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("a").forEach((link) => link.remove());
    return copy.textContent.slice(0, 160);
  }

  function close() {
    if (box.hidden) return;
    box.hidden = true;
    opener?.classList.remove("picked");
    opener?.querySelector("a.pin")?.focus();
    opener = null;
  }

  pages.addEventListener("click", (event) => {
    if (event.target.closest("a.pinned") || String(getSelection())) return;
    const cell = event.target.closest("[data-path]");
    if (cell && (!box.hidden && text.value.trim() && cell !== opener)) return text.focus(); // what was typed belongs to another cell
    if (cell) open(cell, event);
  });
  box.querySelector("[data-cancel]").addEventListener("click", (event) => {
    event.preventDefault();
    text.value = "";
    close();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !text.value.trim()) close(); });
})();
