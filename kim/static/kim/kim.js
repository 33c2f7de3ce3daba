/* SPDX-License-Identifier: AGPL-3.0-or-later
   Small comforts; every page does its work without them. */
(function () {
  "use strict";

  // A menu closes when the focus or a click goes elsewhere, and with Escape.
  const closeMenus = (except) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details[data-menu][open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  });

  // The first thing to read after a refused form is what was wrong with it.
  const errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();

  // Typed text is not lost by a careless click.
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-unsaved]")) unsaved = true;
  });
  document.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  // A session ends without a click. Then nothing of a case stays on the screen, and what was typed goes to
  // the server, which keeps it for the same person. The clock, not a count: a laptop may have been shut.
  const ended = document.getElementById("session-ended");
  const end = ended ? Date.now() + Number(ended.dataset.seconds) * 1000 : Infinity;
  const clear = () => {
    const form = document.querySelector("form[data-unsaved]");
    if (unsaved && form) {
      if (!navigator.onLine) return;
      const note = document.createElement("input");
      note.type = "hidden";
      note.name = "kim_keep";
      note.value = "1";
      form.append(note);
      unsaved = false;
      form.submit();
    } else {
      document.title = "KIM";
      document.body.replaceChildren(ended.content.cloneNode(true));
      document.querySelector("main").focus();
    }
    window.clearInterval(watch);
  };
  const look = () => { if (Date.now() >= end) clear(); };
  const watch = ended ? window.setInterval(look, 5000) : 0;
  if (ended) document.addEventListener("visibilitychange", look);

  // One click, one deed.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post") return;
    window.setTimeout(() => { button.setAttribute("aria-disabled", "true"); }, 0);
    window.setTimeout(() => { button.removeAttribute("aria-disabled"); }, 4000);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("button[aria-disabled=true]")) event.preventDefault();
  });

  // "Höchstens 2.000 Zeichen" counts along.
  const format = new Intl.NumberFormat(document.documentElement.lang);
  document.querySelectorAll("[data-counter]").forEach((note) => {
    const field = document.getElementById(note.dataset.counter);
    const limit = Number(note.dataset.limit);
    const sentence = note.textContent;
    if (!field) return;
    const count = () => {
      const length = field.value.length;
      note.textContent = length ? `${sentence} (${format.format(length)})` : sentence;
      note.classList.toggle("app-counter--over", length > limit);
    };
    field.addEventListener("input", count);
    count();
  });

  // Questions that only one answer asks for wait until it is given; what was refused stays in sight.
  document.querySelectorAll("[data-when]").forEach((question) => {
    const part = question.closest("fieldset");
    const form = question.form;
    if (!part || !form || part.querySelector("[aria-invalid=true], [class*=--error]")) return;
    const wanted = question.dataset.whenIs.split(" ");
    const show = () => { part.hidden = !wanted.includes(new FormData(form).get(question.dataset.when)); };
    form.addEventListener("change", show);
    show();
  });
})();
