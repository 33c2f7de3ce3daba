/* SPDX-License-Identifier: AGPL-3.0-or-later
   Asks the browser for a passkey and sends its answer with the form; without it the code does the same work. */
(function () {
  "use strict";
  const question = document.getElementById("passkey-question");
  const part = document.querySelector("[data-passkey]");
  if (!question || !part || !window.PublicKeyCredential) return;

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const withBytes = (list) => (list || []).map((known) => ({ ...known, id: toBytes(known.id) }));

  const options = JSON.parse(question.textContent);
  options.challenge = toBytes(options.challenge);
  const isNew = "user" in options;
  if (isNew) {
    options.user.id = toBytes(options.user.id);
    options.excludeCredentials = withBytes(options.excludeCredentials);
  } else {
    options.allowCredentials = withBytes(options.allowCredentials);
  }

  const asked = () =>
    isNew
      ? navigator.credentials.create({ publicKey: options })
      : navigator.credentials.get({ publicKey: options });

  // Every binary part of the answer under its own name, as the server expects it.
  const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const asJson = (credential) => {
    const response = {};
    PARTS.forEach((name) => {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    });
    return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response };
  };

  const form = part.closest("form");
  const status = part.querySelector("[data-passkey-status]");
  part.hidden = false;
  part.querySelector("[data-passkey-start]").addEventListener("click", async () => {
    status.textContent = "";
    try {
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(asJson(await asked()));
      form.submit();
    } catch {
      status.textContent = status.dataset.failed;
    }
  });
})();
