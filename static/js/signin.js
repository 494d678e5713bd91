"use strict";
// A session that ended while a page was being filled in: asks for the password in the page and signs the same person in again.
(() => {
  const box = document.getElementById("signin-again");
  const form = box.querySelector("form");
  const why = box.querySelector(".why");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];

  async function signIn() {
    const place = form.getAttribute("action");
    if (!token()) await fetch(place); // the answer brings a token
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(place, { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
    if (answer.status === 422 || answer.status === 429) return (await answer.json()).reasons.join(" ");
    return answer.ok ? "" : form.dataset.failed;
  }

  document.addEventListener("perfeval:signed-out", (event) => {
    box.hidden = false;
    form.hidden = Boolean(event.detail.other); // somebody else came in through this browser
    if (form.hidden) why.textContent = event.detail.reasons.join(" ");
  });

  document.addEventListener("perfeval:signed-in", () => {
    box.hidden = true;
    why.textContent = "";
    form.reset();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    why.textContent = await signIn().catch(() => form.dataset.failed);
    if (why.textContent) return;
    document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((one) => { one.value = token(); });
    document.dispatchEvent(new Event("perfeval:signed-in"));
  });
})();
