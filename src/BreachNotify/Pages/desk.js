// Pages work without this. It keeps countdowns and figures running, what was typed into a form through a reload, and
// shows how far a file is sent. A double click does a thing once.
"use strict";

const { now, left, over, days, hours, minutes, moment, justOver, person } = document.body.dataset;
const ahead = Number(now) - Date.now();

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

function count() {
  for (const element of document.querySelectorAll("[data-due]")) {
    const rest = Number(element.dataset.due) - Date.now() - ahead;
    const isOver = rest <= 0;
    const span = Math.floor(Math.abs(rest) / 60000);
    const text = span === 0 ? (isOver ? justOver : moment)
      : fill(isOver ? over : left, span >= 1440 ? fill(days, Math.floor(span / 1440), Math.floor(span % 1440 / 60))
        : span >= 60 ? fill(hours, Math.floor(span / 60), span % 60)
        : fill(minutes, span));
    if (element.textContent !== text) {
      element.textContent = text;
    }
    element.classList.toggle("over", isOver);
    element.classList.toggle("near", !isOver && span < 1440);
  }
}

const ticks = field => field.type === "radio" || field.type === "checkbox";

// What nobody touched is not kept: it would come back over what somebody else has changed meanwhile.
function touched(field) {
  return ticks(field) ? field.checked !== field.defaultChecked
    : field.options ? !field.selectedOptions[0]?.defaultSelected && field.selectedIndex !== 0 || [...field.options].some(option => option.defaultSelected && !option.selected)
    : field.value !== field.defaultValue;
}

// What the record said when somebody began to type goes with it, so that whoever wrote first is seen.
function shownWith(field, names) {
  return field.type === "hidden" && (field.name === "version" || (field.name.endsWith(".shown") && names.has(field.name.slice(0, -".shown".length))));
}

const keyOf = field => field.id || field.name;

function keep(form) {
  const place = `form ${person} ${location.pathname} ${form.getAttribute("action")}`;
  const all = [...form.elements].filter(field => field.name);
  function store() {
    const typed = all.filter(field => !["hidden", "password", "file"].includes(field.type) && touched(field));
    const names = new Set(typed.map(field => field.name.replace(/\.time$/, "")));
    const kept = typed.length === 0 ? [] : [...typed, ...all.filter(field => shownWith(field, names))];
    sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(kept.map(field => [keyOf(field), ticks(field) ? field.checked : field.value]))));
  }
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    for (const field of all.filter(field => keyOf(field) in kept)) {
      if (ticks(field)) {
        field.checked = kept[keyOf(field)];
      } else {
        field.value = kept[keyOf(field)];
      }
      for (let around = field.closest("details"); around && field.type !== "hidden"; around = around.parentElement.closest("details")) {
        around.open = true;
      }
    }
  } catch {
    sessionStorage.removeItem(place);
  }
  form.addEventListener("input", store);
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
}

// What was typed outlives a session that is over, for whoever typed it; another person on the same machine does not get it.
function forget() {
  for (const place of Object.keys(sessionStorage).filter(place => place.startsWith("form ") && !place.startsWith(`form ${person} `))) {
    sessionStorage.removeItem(place);
  }
  document.querySelector("form.leave")?.addEventListener("submit", () => sessionStorage.clear());
}

// A part of a page that changes by itself: asked for again when the server says that it did, or every 15 seconds.
function renew(part) {
  const source = new EventSource(part.dataset.live);
  part.classList.add("live");
  let isAsking = false;
  const timer = setInterval(ask, 15000);
  source.addEventListener("status", ask);

  async function ask() {
    if (isAsking) {
      return;
    }
    isAsking = true;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".figures");
      if (!answer.ok || !found) {
        return;
      }
      // What may be done is another thing now; but nobody's typing is thrown away for it.
      if (found.dataset.state !== part.dataset.state && !document.querySelector("main form:focus-within")) {
        location.reload();
      }
      part.replaceChildren(...found.childNodes);
      if (!found.dataset.live) {
        source.close();
        clearInterval(timer);
      }
    } catch {
      // The service is away for a moment; the next event or the timer asks again.
    } finally {
      isAsking = false;
    }
  }
}

// While the answer is on its way, a second click would do the same again; an answer that is a file leaves the page as it is.
function once(form) {
  let sent = -Infinity;
  form.addEventListener("submit", event => {
    if (event.timeStamp - sent < 5000) {
      event.preventDefault();
      return;
    }
    sent = event.timeStamp;
  });
  addEventListener("pageshow", () => sent = -Infinity);
}

function send(form) {
  const why = name => form.querySelector(`[data-why=${name}]`);
  const [sending, button] = [form.querySelector(".sending"), form.querySelector("button")];
  form.addEventListener("submit", event => {
    const file = form.elements.file.files[0];
    if (!file) {
      return;
    }
    event.preventDefault();
    why("broken").hidden = true;
    why("large").hidden = file.size <= Number(form.dataset.largest);
    if (!why("large").hidden) {
      form.elements.file.focus();
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      sending.querySelector("progress").value = loaded / total;
      sending.querySelector("output").textContent = `${Math.floor(100 * loaded / total)} %`;
    });
    request.addEventListener("load", () => show(request.response, request.responseURL));
    request.addEventListener("error", () => {
      why("broken").hidden = false;
      sending.hidden = true;
      button.disabled = false;
      button.focus();
    });
    sending.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}

// The answer to a file in the place of the page it was sent from.
function show(page, address) {
  history.replaceState(null, "", address);
  document.title = page.title;
  const main = document.adoptNode(page.querySelector("main"));
  document.querySelector("main").replaceWith(main);
  begin();
  (main.querySelector("[autofocus]") ?? main).focus();
}

function begin() {
  document.querySelectorAll("form[data-keep]").forEach(keep);
  document.querySelectorAll("form[data-upload]").forEach(send);
  document.querySelectorAll("form[method=post]:not([data-upload])").forEach(once);
  document.querySelectorAll("[data-live]").forEach(renew);
}

if (document.querySelector("[data-due], [data-live]")) {
  setInterval(count, 1000);
}
begin();
if (person) {
  forget();
}
