// Keeps what is typed, while it is typed. A form with data-draft-key is saved as a draft about a second after the
// typing stops, at least every five seconds, and when the page is left. Nothing here decides anything: the record is
// made only by the form's own button.
"use strict";

(() => {
  const QUIET = 1000;
  const LONGEST = 5000;
  const FIRST_RETRY = 2000;
  const LAST_RETRY = 30000;
  const TIMEOUT = 20000;
  const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "submit_token", "version", "draft_seen"]);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

  function typed(form) {
    const data = {};
    for (const box of form.elements) {
      if (!box.name || box.disabled || NEVER_KEPT.has(box.name)) continue;
      if (["file", "submit", "button", "password", "reset", "image"].includes(box.type)) continue;
      const values = (data[box.name] ??= []);
      if ((box.type === "checkbox" || box.type === "radio") && !box.checked) continue;
      values.push(box.value);
    }
    return data;
  }

  class Keeper {
    constructor(form) {
      this.form = form;
      this.token = form.elements.submit_token?.value ?? "";
      this.kept = JSON.stringify(typed(form));
      this.state = "quiet";
      this.retry = FIRST_RETRY;
      this.firstUnsaved = 0;
      this.makeStatusLine();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("submit", (event) => this.submitting(event));
      document.addEventListener("visibilitychange", () => this.seenOrHidden());
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("pageshow", (event) => event.persisted && this.backAgain());
      window.addEventListener("online", () => this.now());
      window.addEventListener("focus", () => this.state !== "quiet" && this.now());
      window.addEventListener("beforeunload", (event) => {
        if (this.sent || !this.unsaved) return;
        this.save();
        event.preventDefault();
      });
    }

    get unsaved() {
      return JSON.stringify(typed(this.form)) !== this.kept;
    }

    // What is seen and heard. The line changes with every save; it is read aloud only when the situation changes.

    makeStatusLine() {
      this.line = document.createElement("div");
      this.line.className = "app-save-status";
      this.line.hidden = true;
      this.aloud = document.createElement("div");
      this.aloud.className = "govuk-visually-hidden";
      this.aloud.setAttribute("role", "status");
      const buttons = [...this.form.querySelectorAll(":scope > .govuk-button-group")].pop();
      this.form.insertBefore(this.line, buttons ?? null);
      this.form.append(this.aloud);
    }

    say(state, text, link) {
      const news = state !== this.state || state === "trouble";
      this.state = state;
      this.line.hidden = false;
      this.line.dataset.state = state;
      this.line.replaceChildren(document.createTextNode(text), ...(link ? [link, document.createTextNode(" and carry on.")] : []));
      if (news && this.aloud.textContent !== this.line.textContent) this.aloud.textContent = this.line.textContent;
    }

    sayKept(moment) {
      const text = `Saved ${clock.format(new Date(moment))}`;
      const first = this.state !== "saved";
      this.state = "saved";
      this.line.hidden = false;
      this.line.dataset.state = "saved";
      this.line.textContent = text;
      if (first) this.aloud.textContent = "What you type is being saved.";
    }

    saySignedOut(somebodyElse) {
      const link = document.createElement("a");
      link.href = this.form.dataset.logInUrl;
      link.target = "_blank";
      link.rel = "noopener";
      link.className = "govuk-link";
      link.textContent = "Sign in in a new tab";
      const why = somebodyElse ? "Somebody else has signed in here." : "You have been signed out.";
      this.say("signed-out", `${why} Your words are still on this page. `, link);
    }

    sayOthers(others) {
      const place = this.form.querySelector("[data-draft-others]");
      if (!place) return;
      const each = others.map((one) => `${one.name} is also writing this. Last saved ${clock.format(new Date(one.saved_at))}.`);
      const text = each.length ? `${each.join(" ")} Nobody’s words will be lost.` : "";
      if (place.textContent.trim() !== text) place.textContent = text;
      place.hidden = !text;
    }

    // When to save.

    changed() {
      if (!this.unsaved) return;
      this.firstUnsaved ||= Date.now();
      const wait = Math.min(QUIET, Math.max(0, this.firstUnsaved + LONGEST - Date.now()));
      this.later(wait);
    }

    later(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    now() {
      if (this.unsaved || this.state === "signed-out" || this.state === "offline") this.later(0);
    }

    seenOrHidden() {
      if (document.visibilityState === "hidden") this.leave();
      else if (this.state !== "quiet" && this.state !== "saved") this.now();
    }

    leave() {
      if (!this.sent && this.unsaved) this.save({ leaving: true });
    }

    backAgain() {
      this.sent = false;
    }

    // Saving. One request at a time; what is typed meanwhile goes with the next.

    async save({ leaving = false } = {}) {
      if (this.busy && !leaving) {
        this.again = true;
        return this.busy;
      }
      const work = this.send(leaving);
      this.busy = work;
      const result = await work;
      if (this.busy === work) this.busy = null;
      if (this.again) {
        this.again = false;
        if (this.unsaved && result === "saved") this.later(0);
      }
      return result;
    }

    async send(leaving) {
      clearTimeout(this.timer);
      const data = typed(this.form);
      const words = JSON.stringify(data);
      const body = JSON.stringify({
        data,
        token: this.token,
        seen: this.form.elements.draft_seen.value,
        base_version: this.form.elements.version?.value ?? null,
        title: this.form.dataset.draftTitle || document.title,
        url: location.pathname + location.search,
      });
      let answer;
      try {
        answer = await this.post(body, leaving);
        if (answer.status === 403 && (await this.freshen())) answer = await this.post(body, false);
      } catch {
        return this.failed();
      }
      if (answer.status === 401) return this.signedOut(await this.reason(answer));
      if (answer.status === 400 || answer.status === 413) {
        this.kept = words;
        this.say("trouble", `Not saved: ${await this.reason(answer)} Press the button at the end of the page to save what you typed.`);
        return "trouble";
      }
      if (!answer.ok) return this.failed();
      return this.succeeded(await answer.json(), words);
    }

    post(body, leaving) {
      const request = {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        body,
      };
      // A browser lets at most 64 kB go out behind a page that is closing.
      if (leaving && new Blob([body]).size < 60000) return fetch(this.form.dataset.draftUrl, { ...request, keepalive: true });
      return fetch(this.form.dataset.draftUrl, { ...request, signal: AbortSignal.timeout(TIMEOUT) });
    }

    async reason(answer) {
      try {
        return (await answer.json()).error ?? "";
      } catch {
        return "there is too much on this page.";
      }
    }

    succeeded(result, words) {
      this.retry = FIRST_RETRY;
      if (result.finished) {
        // This form was sent before and reached again with the Back button: what is typed now is new work.
        this.token = "";
        this.form.elements.draft_seen.value = "";
        this.later(0);
        return "finished";
      }
      this.kept = words;
      this.form.elements.draft_seen.value = result.saved_at;
      this.firstUnsaved = 0;
      this.sayKept(result.saved_at);
      this.sayOthers(result.others);
      if (this.unsaved) this.changed();
      return "saved";
    }

    failed() {
      this.say("offline", "Not saved: no connection. Keep this page open, we will keep trying.");
      this.later(this.retry);
      this.retry = Math.min(this.retry * 2, LAST_RETRY);
      return "offline";
    }

    signedOut(reason) {
      this.saySignedOut(reason.includes("somebody else"));
      this.later(this.retry);
      this.retry = Math.min(this.retry * 2, LAST_RETRY);
      return "signed-out";
    }

    async freshen() {
      // After a new sign-in the page's CSRF token is the old one: every form on the page gets the new one.
      const answer = await fetch(this.form.dataset.draftCsrfUrl, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return answer.status === 401;
      const { csrf_token: token } = await answer.json();
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((box) => (box.value = token));
      document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": token }));
      return true;
    }

    // The form's own button: nothing is sent into the void.

    async submitting(event) {
      if (event.defaultPrevented) return;
      const working = this.state === "quiet" || this.state === "saved" || this.state === "trouble";
      if (this.sent || (working && !this.unsaved && navigator.onLine)) {
        this.sent = true;
        clearTimeout(this.timer);
        return;
      }
      event.preventDefault();
      if (this.trying) return;
      this.trying = true;
      await this.busy;
      const result = await this.save();
      this.trying = false;
      if (result === "offline" || result === "signed-out") {
        this.line.scrollIntoView({ block: "nearest" });
        return;
      }
      this.sent = true;
      clearTimeout(this.timer);
      this.form.requestSubmit(event.submitter ?? undefined);
    }
  }

  document.querySelectorAll("form[data-draft-key]").forEach((form) => new Keeper(form));
})();
