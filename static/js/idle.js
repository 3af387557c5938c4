// Tells the server that somebody is at the keyboard, and the person when the session is about to end. The server decides
// when it ends; after that this page shows the sign-in page instead, so that no record stays open on an empty desk.
"use strict";

(() => {
  const box = document.querySelector("[data-idle]");
  if (!box) return;
  const limit = Number(box.dataset.idleSeconds) * 1000;
  const warning = Number(box.dataset.idleWarn) * 1000;
  const report = Math.min(60000, limit / 10);
  const text = box.querySelector("[data-idle-text]");
  const aloud = document.querySelector("[data-idle-aloud]");

  let lastInput = Date.now();
  let reported = lastInput;
  // When the session ends if nothing more is done, as far as this page knows: another tab may have moved it.
  let ends = Date.now() + limit;
  let timer = 0;
  let asking = false;

  async function ask(tell) {
    const idle = Math.max(0, Math.round((Date.now() - lastInput) / 1000));
    const request = tell ? { method: "POST", headers: { "X-Idle-Seconds": String(idle) } } : {};
    const told = Date.now();
    const answer = await fetch(box.dataset.idleUrl, { ...request, credentials: "same-origin", redirect: "error" });
    if (answer.status === 401) return leave();
    if (!answer.ok) return;
    const { seconds_left: left, user } = await answer.json();
    if (String(user) !== box.dataset.idleUser) return leave();
    if (tell) reported = told;
    ends = Date.now() + left * 1000;
  }

  // The sign-in page leads back here; the words are kept as a draft. A page whose words could not be saved asks first.
  function leave() {
    const next = encodeURIComponent(location.pathname + location.search);
    location.replace(`${box.dataset.logInUrl}?next=${next}`);
  }

  function show(left) {
    const minutes = Math.ceil(left / 60000);
    const when = left > 60000 ? `in ${minutes} minutes` : "in less than a minute";
    const words = `You will be signed out ${when}, because nothing has been done here. What you typed is kept.`;
    if (text.textContent !== words) text.textContent = words;
    if (box.hidden) aloud.textContent = `${words} Press any key to stay.`;
    box.hidden = false;
  }

  function hide() {
    if (box.hidden) return;
    if (box.contains(document.activeElement)) document.getElementById("main-content")?.focus();
    box.hidden = true;
    aloud.textContent = "";
  }

  async function look() {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    try {
      const somebody = lastInput > reported;
      if (somebody && Date.now() - reported >= report) await ask(true);
      else if (ends - Date.now() <= warning) await ask(somebody);
    } catch {
      // No connection: nobody can be signed out by this page, and the next look asks again.
    }
    asking = false;
    const left = ends - Date.now();
    if (left > warning) hide();
    else show(Math.max(left, 0));
    const next = left > warning ? Math.min(left - warning, report) : 5000;
    timer = setTimeout(look, Math.max(next, 250));
  }

  function here(event) {
    if (!event.isTrusted) return;
    lastInput = Date.now();
    if (!box.hidden) look();
  }

  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchmove", "input"]) {
    document.addEventListener(kind, here, { capture: true, passive: true });
  }
  box.querySelector("[data-idle-stay]").addEventListener("click", () => look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
  look();
})();
