"use strict";
// Suggests departments while a code or name is typed; the server understands the text in any case.
document.querySelectorAll("[data-suggest]").forEach((field) => {
  let asked = null, wait = 0;
  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    const url = new URL(field.dataset.suggest, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).departments : [];
      if (text !== field.value.trim()) return; // typed on meanwhile
      field.list.replaceChildren(...found.map((name) => new Option(name, name)));
    } catch { /* no network: the text is understood without suggestions */ }
  };
  field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 200); });
  field.addEventListener("focus", ask);
});
