// A questionnaire: questions that others call appear when they are to be asked, and each answer is saved as it is left.
const WAIT_MS = 1200;
const RETRY_MS = 8000;

export function setUpQuestionnaires(root) {
  for (const box of root.querySelectorAll("[data-questionnaire]")) {
    if (!box.questionnaire) box.questionnaire = new Questionnaire(box);
  }
}

class Questionnaire {
  constructor(box) {
    this.box = box;
    this.savers = new Map();
    this.state = box.querySelector("[data-questionnaire-state]");
    this.watch(box);
    box.addEventListener("input", (event) => this.changed(event, WAIT_MS));
    box.addEventListener("change", (event) => this.changed(event, 0));
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting() && !this.leaving) event.preventDefault();
    });
    // A plain save sends everything at once; what a script would send after it crosses nothing.
    box.addEventListener("submit", () => { this.leaving = true; for (const saver of this.savers.values()) saver.forget(); });
    window.addEventListener("pagehide", () => { for (const saver of this.savers.values()) saver.flush(); });
    this.showAsked();
  }

  watch(root) {
    for (const section of root.querySelectorAll("[data-question][data-url]")) {
      this.savers.set(section.dataset.question, new Saver(section, this));
    }
  }

  changed(event, delay) {
    this.showAsked();
    const section = event.target.closest("[data-question]");
    this.savers.get(section?.dataset.question)?.later(delay);
  }

  // A question whose condition does not hold is out of the way; its answer, if any, stays where it was.
  showAsked() {
    for (const section of this.box.querySelectorAll("[data-shown-by]")) {
      const given = this.given(section.dataset.shownBy);
      const wanted = JSON.parse(section.dataset.shownFor);
      const before = this.box.querySelector(`[name="${section.dataset.shownBy}"]`)?.closest("[data-question]");
      const asked = given.some((each) => wanted.includes(each)) && !before?.classList.contains("is-not-asked");
      section.classList.toggle("is-not-asked", !asked);
    }
  }

  given(name) {
    return [...this.box.querySelectorAll(`[name="${name}"]:checked`)].map((input) => input.value);
  }

  waiting() {
    return [...this.savers.values()].some((saver) => saver.dirty);
  }

  tell() {
    if (this.state) this.state.textContent = this.waiting() ? "Enregistrement…" : "Tout est enregistré.";
  }
}

class Saver {
  constructor(section, whole) {
    this.section = section;
    this.whole = whole;
    this.dirty = false;
  }

  later(delay) {
    this.dirty = true;
    this.whole.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  forget() {
    clearTimeout(this.timer);
    this.dirty = false;
  }

  body() {
    const data = new URLSearchParams();
    for (const field of this.section.querySelectorAll("input, textarea, select")) {
      if (!field.name || ((field.type === "radio" || field.type === "checkbox") && !field.checked)) continue;
      data.append(field.name, field.value);
    }
    return data;
  }

  headers() {
    return { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" };
  }

  // One question is saved one answer after the other, so that a slow answer never writes over a later one.
  async save() {
    if (this.sending) return;
    this.sending = true;
    const body = this.body();
    const sent = body.toString();
    const answer = await fetch(this.section.dataset.url, { method: "POST", headers: this.headers(), body }).catch(() => null);
    this.sending = false;
    if (!answer || answer.status >= 500 || answer.redirected) return this.failed();
    const told = await answer.json().catch(() => null);
    if (!told) return this.refused();
    if (told.html) return this.replace(told.html);
    this.section.querySelector(`[name="q${this.section.dataset.question}-seen"]`).value = told.version;
    if (this.body().toString().replace(/-seen=\d*/, "") !== sent.replace(/-seen=\d*/, "")) return this.later(0);
    this.dirty = false;
    this.mended();
    this.say(`Enregistré à ${told.at}.`);
    this.whole.tell();
  }

  flush() {
    if (!this.dirty) return;
    clearTimeout(this.timer);
    fetch(this.section.dataset.url, { method: "POST", headers: this.headers(), body: this.body(), keepalive: true });
  }

  replace(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-question]");
    this.section.replaceWith(fresh);
    this.section = fresh;
    this.dirty = false;
    this.whole.showAsked();
    this.whole.tell();
    fresh.querySelector("[data-errors]")?.focus();
  }

  // What was wrong with the former answer is said no more.
  mended() {
    for (const words of this.section.querySelectorAll("[id$='-desc-error'], .fr-error-text")) words.remove();
    for (const group of this.section.querySelectorAll("[class*='--error']")) {
      group.classList.remove(...[...group.classList].filter((name) => name.endsWith("--error")));
    }
    for (const field of this.section.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  // The answer stays in the page, and is sent again.
  failed() {
    this.say("Pas encore enregistré : le site ne répond pas. Nouvel essai dans quelques secondes.", true);
    this.timer = setTimeout(() => this.save(), RETRY_MS);
  }

  refused() {
    this.say("Cette réponse n’a pas pu être enregistrée. Gardez-en une copie, puis rechargez la page.", true);
  }

  say(words, failed = false) {
    const state = this.section.querySelector("[data-answer-state]");
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("is-failed", failed);
  }
}
