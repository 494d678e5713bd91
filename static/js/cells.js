"use strict";
// Saves each cell as it is typed, keeps in this browser what the server has not confirmed, and moves by keys like a sheet.
// The page works without this file: its form saves the same cells.
(() => {
  const form = document.getElementById("step");
  const words = form.dataset;
  const store = `perfeval-unsent ${words.person} ${location.pathname}`;
  const unsent = new Map(Object.entries(JSON.parse(localStorage.getItem(store) || "{}")));
  const done = []; // what Ctrl+Z takes back, the last at the end: a cell or a paste, each [address, text before] of it
  let sending = false;
  let saves = 0; // how many were sent
  let seen = Number(words.revision); // the newest revision that this page has shown or made
  let wait = 2000;
  let block = null; // the old texts of a pasted block, which is saved whole or not at all

  let released = Promise.resolve(); // what is pressed just now is not drawn anew before it is let go, or the click would be lost
  addEventListener("pointerdown", () => {
    released = new Promise((done) => ["pointerup", "pointercancel"].forEach((end) => addEventListener(end, () => setTimeout(done), { once: true })));
  }, true);

  const was = (address) => form.elements[`was-${address}`];
  const cellOf = (address) => form.querySelector(`[data-cell="${CSS.escape(address)}"]`);
  const isCell = (control) => Boolean(control && control.name && was(control.name) && cellOf(control.name));
  const remember = () => {
    if (unsent.size) localStorage.setItem(store, JSON.stringify(Object.fromEntries(unsent)));
    else localStorage.removeItem(store);
  };

  function mark(address, text, kind) {
    const cell = cellOf(address);
    if (!cell) return;
    cell.querySelector(".saving")?.remove();
    if (!text) return;
    const sign = document.createElement("span");
    sign.className = `saving ${kind}`;
    sign.textContent = text;
    cell.append(sign);
    if (kind === "done") setTimeout(() => sign.remove(), 2500);
  }

  // The text of a cell that is stored or on its way there.
  const known = (control) => unsent.get(control.name)?.now ?? was(control.name).value;
  const isTyping = (control) => control.value !== known(control);

  function change(control) {
    if (!isTyping(control)) return;
    done.push([[control.name, known(control)]]);
    keep(control);
    send();
  }

  function keep(control) {
    unsent.set(control.name, { was: was(control.name).value, now: control.value });
    remember();
  }

  function undo() {
    const cells = done.pop().filter(([address]) => isCell(form.elements[address]));
    cells.forEach(([address, before]) => {
      form.elements[address].value = before;
      keep(form.elements[address]);
    });
    if (cells.length) form.elements[cells[0][0]].focus();
    send();
  }

  function takeProposal(button) {
    const control = form.elements[button.value];
    control.value = button.dataset.score;
    change(control);
    control.focus();
  }

  async function send() {
    if (sending || !unsent.size) return;
    sending = true;
    saves += 1;
    const batch = [...unsent];
    batch.forEach(([address]) => mark(address, words.saving, "busy"));
    const body = { step: words.step, whole: block !== null, changes: batch.map(([address, one]) => ({ address, ...one })) };
    let next = 0;
    try {
      const token = (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const answer = await fetch(words.cells, { method: "POST", headers, body: JSON.stringify(body) });
      const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      tellSession(answer, json);
      if (answer.ok) {
        form.elements.csrfmiddlewaretoken.value = token;
        take(json, batch);
        wait = 2000;
        next = [...unsent].some(([, one]) => !one.refused) ? 1 : 0;
      } else if (answer.status === 409 || answer.status === 404 || answer.status === 400) {
        say((json.reasons || [words.refused]).join(" "));
        batch.forEach(([address]) => mark(address, words.refused, "bad"));
      } else next = wait;
    } catch {
      next = wait;
    }
    sending = false;
    if (next >= 2000) {
      batch.forEach(([address]) => mark(address, words.unsent, "bad"));
      wait = Math.min(wait * 2, 30000);
    }
    if (next) setTimeout(send, next);
  }

  function tellSession(answer, json) {
    const out = [401, 403].includes(answer.status);
    if (out) document.dispatchEvent(new CustomEvent("perfeval:signed-out", { detail: json }));
    else if (!document.getElementById("signin-again").hidden) document.dispatchEvent(new Event("perfeval:signed-in"));
  }

  // Another window or person changed the filing: what stands here is older, apart from what this page sent itself.
  function notice(found, now = found) {
    if (found > seen) document.getElementById("stale").hidden = false;
    seen = Math.max(seen, now);
  }

  async function compare() {
    const before = saves;
    if (sending) return;
    try {
      const answer = await fetch(words.cells, { headers: { Accept: "application/json" } });
      const json = await answer.json();
      tellSession(answer, json);
      if (answer.ok && before === saves) notice(json.revision);
    } catch { /* no network: the next look tells */ }
  }

  function say(text, good = false) {
    const line = document.getElementById("saved-at");
    line.textContent = text;
    line.classList.toggle("unsent", !good);
  }

  function take(json, batch) {
    if (json.undone) {
      block.forEach(([control, old]) => { control.value = old; mark(control.name, "", ""); unsent.delete(control.name); });
      done.pop();
      say(json.refused.map((one) => one.reason).join(" "));
    } else {
      for (const [address, text] of Object.entries(json.saved)) {
        if (was(address)) was(address).value = text;
        const sent = batch.find(([name]) => name === address);
        if (sent && unsent.get(address)?.now === sent[1].now) unsent.delete(address);
        else if (unsent.has(address)) unsent.get(address).was = text;
        cellOf(address)?.classList.remove("refused");
        mark(address, words.saved, "done");
      }
      if (!json.refused.length) say(`${words.at} ${json.at}`, true);
    }
    block = null;
    if (json.revision) notice(json.found, json.revision);
    if (json.panel) redraw(json);
    if (!json.undone) json.refused.forEach(refuse);
    remember();
  }

  function refuse(one) {
    if (unsent.get(one.address)?.now !== one.typed) return; // typed anew meanwhile
    mark(one.address, words.refused, "bad");
    unsent.set(one.address, { was: one.conflict ? one.stored : unsent.get(one.address).was, now: one.typed, refused: true });
    const cell = cellOf(one.address);
    if (!cell) return say(`${one.reason} ${words.typed}: ${one.typed}`);
    if (one.conflict && was(one.address)) was(one.address).value = one.stored;
    cell.classList.add("refused");
    const why = document.createElement("span");
    why.className = "why";
    why.id = `why-${one.address}`;
    why.setAttribute("role", "alert");
    why.textContent = one.reason;
    cell.append(why);
    describe(form.elements[one.address], true, why.id);
  }

  // Tells the other scripts before and after a part of the page is replaced, since what is typed or has the focus there would be lost.
  function drawAnew(draw) {
    document.dispatchEvent(new Event("perfeval:redraw"));
    draw();
    document.dispatchEvent(new Event("perfeval:redrawn"));
  }

  function redraw(json) {
    drawAnew(() => {
      redrawCells(json);
      document.getElementById("checklist").innerHTML = json.checklist;
    });
    released.then(() => drawAnew(() => { document.getElementById("panel").innerHTML = json.panel; }));
  }

  // What is wrong with a cell is said where it stands; an attribute that is empty would say nothing.
  function describe(control, wrong, where) {
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (where) control.setAttribute("aria-describedby", where);
    else control.removeAttribute("aria-describedby");
  }

  function redrawCells(json) {
    for (const [key, notes] of Object.entries(json.notes)) {
      const list = form.querySelector(`[data-notes="${CSS.escape(key)}"]`);
      list?.replaceChildren(...notes.map((note) => {
        const item = document.createElement("li");
        item.className = note.severity;
        item.textContent = note.text;
        return item;
      }));
      list?.closest("tr.noted")?.toggleAttribute("hidden", !notes.length);
    }
    for (const [address, html] of Object.entries(json.computed)) {
      const cell = cellOf(address);
      if (cell && cell.outerHTML !== html) cell.outerHTML = html;
    }
    for (const [address, state] of Object.entries(json.states)) {
      const cell = cellOf(address);
      if (!cell) continue;
      cell.classList.remove("error", "warning", "waived", "explained");
      cell.querySelectorAll(".flag, .corner, .differs, .proposal, .why").forEach((part) => part.remove());
      if (state) {
        cell.classList.add(state);
        const flag = document.createElement("span");
        flag.className = "flag";
        flag.setAttribute("aria-hidden", "true");
        flag.textContent = { error: "!", warning: "?", waived: "◇", explained: "✎" }[state];
        cell.append(flag);
      }
      cell.insertAdjacentHTML("beforeend", json.beside[address]);
      const control = cell.querySelector("input:not([type=hidden]), textarea, select");
      const list = control?.closest("tbody, .block").querySelector("[data-notes]");
      if (control) describe(control, state === "error", (state || (list?.closest("tr") && list.firstChild)) && list?.id);
      if (control && "placeholder" in control) control.placeholder = cell.querySelector("[data-score]")?.dataset.score || "";
    }
  }

  // Keys -------------------------------------------------------------------------------------------

  const lineOf = (control) => [...control.closest("tr").cells].map((cell) => cell.querySelector("input:not([type=hidden]), textarea, select"));
  const linesOf = (table) => [...table.tBodies].map((body) => [...body.rows].find((row) => row.id)).filter(Boolean);

  function step(control, rows, columns) {
    const table = control.closest("table.grid");
    if (!table) return false;
    const lines = linesOf(table);
    let row = lines.indexOf(control.closest("tr"));
    let column = lineOf(control).indexOf(control);
    for (row += rows, column += columns; lines[row] && column >= 0 && column < lines[row].cells.length; row += rows, column += columns) {
      const target = lines[row].cells[column].querySelector("input:not([type=hidden]), textarea, select");
      if (target) {
        target.focus();
        target.select?.();
        return true;
      }
    }
    return false;
  }

  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.ctrlKey && event.key === "Enter") return form.querySelector('button[value="next"]')?.click();
    if (!isCell(control)) return;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && !event.isComposing;
    const atStart = control.selectionStart === 0, atEnd = control.selectionEnd === control.value.length;
    const text = control.tagName === "TEXTAREA", chosen = !text && atStart && atEnd;
    let moved = false;
    if (event.key === "Escape") {
      control.value = was(control.name).value;
      if (unsent.get(control.name)?.refused) {
        unsent.delete(control.name);
        remember();
        mark(control.name, "", "");
        cellOf(control.name).classList.remove("refused");
        cellOf(control.name).querySelector(".why")?.remove();
        describe(control, false);
      }
    }
    else if (event.ctrlKey && event.key === "z" && !event.shiftKey && !isTyping(control) && done.length) {
      undo();
      moved = true;
    } else if (event.altKey && event.key === "Enter") {
      const proposed = control.closest("tbody")?.querySelector("[data-score]");
      if (proposed) takeProposal(proposed);
      moved = true;
    } else if (!plain || control.tagName === "SELECT") return;
    else if (event.key === "Enter" && !text) moved = step(control, 1, 0) || true;
    else if (event.key === "ArrowDown" && (!text || atEnd)) moved = step(control, 1, 0);
    else if (event.key === "ArrowUp" && (!text || atStart)) moved = step(control, -1, 0);
    else if (event.key === "ArrowRight" && atEnd && (chosen || control.selectionStart === control.selectionEnd)) moved = step(control, 0, 1);
    else if (event.key === "ArrowLeft" && atStart && (chosen || control.selectionStart === control.selectionEnd)) moved = step(control, 0, -1);
    else if (event.key === "F2") { control.setSelectionRange(control.value.length, control.value.length); moved = true; }
    if (moved) event.preventDefault();
  });

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const control = event.target, table = control.closest?.("table.grid");
    if (!isCell(control) || !table || !/[\t\n]/.test(text) || (control.tagName === "TEXTAREA" && !text.includes("\t"))) return;
    event.preventDefault();
    const lines = linesOf(table), top = lines.indexOf(control.closest("tr")), left = lineOf(control).indexOf(control);
    const wanted = [];
    const fits = text.split("\n").every((row, down) => row.split("\t").every((value, right) => {
      const cell = lines[top + down]?.cells[left + right];
      const target = cell?.querySelector("input:not([type=hidden]), textarea");
      if (target) wanted.push([target, value.trim()]);
      return target || cell?.querySelector("output"); // a computed figure is not overwritten
    }));
    if (!fits || sending || unsent.size) return say(words.paste);
    const changed = wanted.filter(([target, value]) => value !== known(target));
    if (!changed.length) return;
    block = changed.map(([target]) => [target, known(target)]);
    done.push(block.map(([target, old]) => [target.name, old]));
    changed.forEach(([target, value]) => {
      target.value = value;
      keep(target);
    });
    send();
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-score]");
    if (!button) return;
    event.preventDefault();
    takeProposal(button);
  });

  form.addEventListener("change", (event) => { if (isCell(event.target)) change(event.target); });
  for (const [address, one] of [...unsent]) {
    const control = form.elements[address];
    if (!isCell(control) || was(address).value === one.now) unsent.delete(address);
    else { control.value = one.now; delete one.refused; }
  }
  remember();
  send();
  addEventListener("focus", () => { send(); compare(); });
  addEventListener("pageshow", (event) => { if (event.persisted) compare(); });
  document.addEventListener("perfeval:signed-in", send);
  addEventListener("online", send);
})();
