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
})();
