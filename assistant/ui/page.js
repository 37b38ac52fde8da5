// What the chat does by itself: turns go into the conversation, references open the source, quotes are copied.
// It installs itself on the document, since Gradio draws the parts later and anew.
"use strict";
(() => {
  const { words, byId, find, announce, copy, confirmOn, look, draw, fetched, forgetTarget, markQuoted, named, phone } = window.guide;
  const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const smooth = () => (reducedMotion.matches ? "auto" : "smooth");

  // ---- turns -------------------------------------------------------------------------------------
  const deliver = (mail) => {
    const turns = byId("turns");
    if (!turns) return;
    if (mail.querySelector("[data-reset]")) {
      turns.replaceChildren();
      keep();
      forgetTarget();
      markQuoted([]);
      announce(words.new);
      find("#ask-box textarea")?.focus();
      return;
    }
    const arrived = mail.querySelector(".turn");
    if (!arrived) return;
    const turn = arrived.cloneNode(true);
    const earlier = byId(turn.id);
    // Gradio may draw the same mail twice.
    if (earlier && earlier !== arrived && turns.contains(earlier)) {
      if (earlier.isEqualNode(turn)) return;
      earlier.replaceWith(turn);
    } else {
      turns.append(turn);
    }
    arrived.remove();
    turn.classList.add("arriving");
    turn.addEventListener("animationend", () => turn.classList.remove("arriving"), { once: true });
    byId("conversation").scrollTo({ top: turn.offsetTop - byId("conversation").offsetTop - 16, behavior: smooth() });
    announce(turn.dataset.announce);
    window.dispatchEvent(new CustomEvent("guide-turn", { detail: turn }));
    keep();
    markQuoted(quotesOf(turn));
    // Another generation answered than the one whose words stand beside.
    const shown = find(".source-frame")?.dataset;
    if (shown?.generation && turn.dataset.generation && shown.generation !== turn.dataset.generation) draw(shown.document);
  };

  const quotesOf = (turn) =>
    turn?.matches(".found") ? [...turn.querySelectorAll('a[href^="#p"]')].map((link) => link.hash.slice(1)) : [];

  // ---- source ------------------------------------------------------------------------------------
  let cameFrom = null;
  let scrolledTo = 0;

  const openSource = () => {
    if (!phone.matches || document.body.classList.contains("reading")) return;
    scrolledTo = byId("conversation").scrollTop;
    document.body.classList.add("reading");
    byId("chat").inert = true;
    byId("header").inert = true;
  };

  const closeSource = () => {
    if (!document.body.classList.contains("reading")) return;
    document.body.classList.remove("reading");
    byId("chat").inert = false;
    byId("header").inert = false;
    byId("conversation").scrollTop = scrolledTo;
    (cameFrom?.isConnected ? cameFrom : find(".read-source"))?.focus({ preventScroll: true });
  };

  window.addEventListener("guide-show", openSource);

  // ---- keeping ---------------------------------------------------------------------------------------
  // A restarted server makes Gradio load the page anew; a conversation must not be lost by that, nor what
  // stood in the box. It is kept for this tab alone, and forgotten with it or by a new conversation.
  const DRAFT = "guide-draft";
  const TURNS = "guide-turns";
  const MOST = 2_000_000;

  const keep = () => {
    const html = [...document.querySelectorAll("#turns .turn:not(.waiting)")].map((turn) => turn.outerHTML);
    while (html.join("").length > MOST) html.shift();
    try {
      sessionStorage.setItem(TURNS, html.join(""));
    } catch {
      sessionStorage.removeItem(TURNS);
    }
  };

  const restore = () => {
    const draft = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    if (draft) write(draft);
    const turns = byId("turns");
    const kept = sessionStorage.getItem(TURNS);
    if (!kept || turns.children.length) return;
    turns.innerHTML = kept;
    turns.querySelectorAll(".arriving").forEach((turn) => turn.classList.remove("arriving"));
    byId("conversation").scrollTop = byId("conversation").scrollHeight;
  };

  window.addEventListener("pagehide", () => {
    const draft = find("#ask-box textarea")?.value;
    if (draft) sessionStorage.setItem(DRAFT, draft);
  });

  // What a follow-up leans on, for the server.
  const earlier = () =>
    JSON.stringify([...document.querySelectorAll("#turns .turn:not(.waiting, .error)")].map((turn) => turn.dataset.asked).slice(-10));

  // ---- asking ------------------------------------------------------------------------------------
  const write = (text) => {
    const box = find("#ask-box textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (question) => {
    write(question);
    // Gradio takes the value over before the next frame.
    requestAnimationFrame(() => byId("send").click());
  };

  document.addEventListener("click", (event) => {
    const reading = event.target.closest(".read-source");
    if (reading && phone.matches && find(".passage")) {
      // The conversation stays behind the source, to be come back to.
      event.preventDefault();
      cameFrom = reading;
      openSource();
      history.pushState({ reading: true }, "");
      byId("source-title")?.focus();
      return;
    }
    const link = event.target.closest('#chat a[href^="#"], #header a[href^="#"]');
    if (link) {
      event.preventDefault();
      const name = link.hash.slice(1);
      if (name === "ask-box") {
        find("#ask-box textarea").focus();
        return;
      }
      cameFrom = link;
      if (phone.matches) history.pushState({ reading: true }, "", `#${name}`);
      else history.replaceState(history.state, "", `#${name}`);
      look(name);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.ask) ask(button.dataset.ask);
    else if ("back" in button.dataset) {
      if (history.state?.reading) history.back();
      else closeSource();
    }
  });

  // An Enter that ends a Japanese conversion is no Enter for Gradio; what it is called differs by browser.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(kind, (event) => {
      if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    }, true);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("reading")) find("[data-back]").click();
  });
  window.addEventListener("popstate", closeSource);
  phone.addEventListener("change", () => {
    if (!phone.matches) closeSource();
  });

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".turn details:not([open])")];
    unfolded.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => unfolded.forEach((details) => (details.open = false)));

  // ---- what Gradio draws ---------------------------------------------------------------------------
  const translate = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const japanese = words.gradio[walker.currentNode.data.trim()];
      if (japanese) walker.currentNode.data = japanese;
    }
  };

  // The guideline is under way while Gradio still loads; if the service is not ready yet, it is asked for again.
  const early = fetched("").catch(() => null);
  let asked = false;
  let opened = false;
  const drawn = () => {
    const mail = byId("mail");
    if (mail?.querySelector(".turn, [data-reset]")) deliver(mail);
    if (!asked && find(".readiness.ready") && find(".source-frame")) {
      asked = true;
      draw("", early);
    }
    if (!opened && find(".passage") && find("#send")) {
      opened = true;
      restore();
      const question = new URLSearchParams(location.search).get("q");
      if (named()) look(named());
      if (question) {
        // Loading anew must not ask anew.
        history.replaceState(history.state, "", location.pathname + location.hash);
        ask(question);
      }
    }
    document.querySelectorAll(".toast-wrap, .toast-body").forEach(translate);
  };
  new MutationObserver(drawn).observe(document.documentElement, { childList: true, subtree: true });
  Object.assign(window.guide, { ask, write, keep, earlier });
})();
