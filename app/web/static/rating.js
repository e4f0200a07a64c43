// Saves a rater's form by itself. The page works without it; "Saved at" stands there only after the server said so.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  const state = form && form.querySelector(".save-state");
  if (!form || !state) return;

  const QUIET = 1500; // milliseconds of rest before a save
  const LONGEST_PAUSE = 60000; // between two attempts
  const words = form.dataset;
  const changed = new Map(); // field name -> what a person calls it
  let timer = 0;
  let failures = 0;
  let isSaving = false;
  let isLeaving = false;

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const nameOf = (field) => {
    const group = field.type === "radio" && field.closest("fieldset");
    const label = group ? group.querySelector("legend") : field.labels && field.labels[0];
    return label ? label.textContent.trim() : field.name;
  };

  const names = () => {
    const found = [...new Set(changed.values())];
    return found.slice(0, 3).join(", ") + (found.length > 3 ? " …" : "");
  };

  const say = (text, kind) => {
    state.dataset.state = kind;
    if (state.textContent !== text) state.textContent = text;
  };

  // What counts is what the server has; the page was drawn before this save.
  const progress = document.querySelector(".progress progress");
  const progressText = document.querySelector(".progress .progress-text");
  const showProgress = (missing) => {
    if (!words.answered || !progress || !progressText) return;
    progress.value = progress.max - missing;
    progressText.textContent = fill(words.answered, { done: progress.value, total: progress.max });
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const again = () => {
    failures += 1;
    say(fill(words.unsaved, { names: names() }), "failed");
    later(Math.min(LONGEST_PAUSE, 2000 * 2 ** failures));
  };

  async function save() {
    clearTimeout(timer);
    if (isLeaving || changed.size === 0) return;
    if (isSaving) return later(QUIET);
    isSaving = true;
    const body = new URLSearchParams(new FormData(form));
    const sent = new Map(changed);
    changed.clear();
    const restore = () => sent.forEach((name, field) => changed.has(field) || changed.set(field, name));
    try {
      const answer = await fetch(words.autosave, {
        method: "POST",
        body,
        // Lets the save outlive the page; browsers take only small bodies that way.
        keepalive: String(body).length < 60000,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error",
      });
      const result = await answer.json();
      if (isLeaving) return;
      if (result.saved) {
        failures = 0;
        showProgress(result.missing);
        if (changed.size === 0) say(fill(words.saved, { time: result.at }), "saved");
      } else if (result.csrf_token) {
        restore();
        form.elements.csrf_token.value = result.csrf_token;
        again();
      } else if (answer.status >= 500 || answer.status === 429) {
        restore();
        again();
      } else {
        // The server has a reason: trying the same once more changes nothing, the next change does.
        restore();
        say(fill(words.refused, { names: names(), reason: (result.problems || [result.message]).join(" ") }), "failed");
      }
    } catch {
      restore();
      if (!isLeaving) again();
    } finally {
      isSaving = false;
    }
  }

  const note = (event) => {
    if (!event.target.name || event.target.type === "hidden") return;
    changed.set(event.target.name, nameOf(event.target));
    later(failures ? Math.min(LONGEST_PAUSE, 2000 * 2 ** failures) : QUIET);
  };

  form.addEventListener("input", note);
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
})();
