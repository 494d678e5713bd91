"use strict";
// Keeps in this browser the answers to warnings that were written and not sent yet: through a save that draws the panel anew, a sign-out, a
// reload. The page works without this file: an answer goes with its form.
(() => {
  const form = document.querySelector("form[data-person]");
  const store = `perfeval-answers ${form.dataset.person} ${location.pathname}`;
  const kept = new Map(Object.entries(JSON.parse(localStorage.getItem(store) || "{}")));
  const fields = () => document.querySelectorAll('textarea[name^="answer-"]');
  const stored = (field) => form.elements[field.name.replace("answer-", "stood-")].value;
  let open = []; // of the panel that is about to be drawn anew
  let focused = null;

  function remember() {
    if (kept.size) localStorage.setItem(store, JSON.stringify(Object.fromEntries(kept)));
    else localStorage.removeItem(store);
  }

  function restore() {
    fields().forEach((field) => {
      if (!kept.has(field.name)) return;
      if (kept.get(field.name) === stored(field)) return kept.delete(field.name);
      field.value = kept.get(field.name);
      field.closest("details").open = true;
    });
    remember();
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches('textarea[name^="answer-"]')) return;
    if (field.value === stored(field)) kept.delete(field.name);
    else kept.set(field.name, field.value);
    remember();
  });
  document.addEventListener("perfeval:redraw", () => {
    open = [...fields()].filter((field) => field.closest("details").open).map((field) => field.name);
    const on = document.activeElement, field = on.closest(".finding details")?.querySelector("textarea");
    focused = field && { name: field.name, tag: on.tagName, start: field.selectionStart, end: field.selectionEnd };
  });
  document.addEventListener("perfeval:redrawn", () => {
    restore();
    fields().forEach((field) => {
      const details = field.closest("details");
      if (open.includes(field.name)) details.open = true;
      if (focused?.name !== field.name) return;
      details.querySelector(focused.tag.toLowerCase()).focus({ preventScroll: true });
      field.setSelectionRange(focused.start, focused.end);
    });
  });
  restore();
})();
