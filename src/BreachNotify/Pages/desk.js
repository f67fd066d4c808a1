// Pages work without this. It keeps countdowns and figures running, what was typed into a form through a reload, and
// shows how far a file is sent.
"use strict";

const { now, left, over, days, hours } = document.body.dataset;
const ahead = Number(now) - Date.now();

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

function count() {
  for (const element of document.querySelectorAll("[data-due]")) {
    const minutes = Math.floor((Number(element.dataset.due) - Date.now() - ahead) / 60000);
    const rest = minutes < 0 ? -minutes - 1 : minutes;
    const span = rest >= 1440 ? fill(days, Math.floor(rest / 1440), Math.floor(rest % 1440 / 60)) : fill(hours, Math.floor(rest / 60), rest % 60);
    element.textContent = fill(minutes < 0 ? over : left, span);
    element.classList.toggle("over", minutes < 0);
    element.classList.toggle("near", minutes >= 0 && rest < 1440);
  }
}

const ticks = field => field.type === "radio" || field.type === "checkbox";

// What nobody touched is not kept: it would come back over what somebody else has changed meanwhile.
function touched(field) {
  return ticks(field) ? field.checked !== field.defaultChecked
    : field.options ? !field.selectedOptions[0]?.defaultSelected && field.selectedIndex !== 0 || [...field.options].some(option => option.defaultSelected && !option.selected)
    : field.value !== field.defaultValue;
}

function keep(form) {
  const place = "form " + location.pathname;
  const fields = () => [...form.elements].filter(field => field.name && field.type !== "hidden" && field.type !== "password" && touched(field));
  try {
    for (const [id, value] of Object.entries(JSON.parse(sessionStorage.getItem(place) ?? "{}"))) {
      const field = document.getElementById(id);
      if (field && ticks(field)) {
        field.checked = value;
      } else if (field) {
        field.value = value;
      }
    }
  } catch {
    sessionStorage.removeItem(place);
  }
  form.addEventListener("input", () => sessionStorage.setItem(place, JSON.stringify(
    Object.fromEntries(fields().map(field => [field.id, ticks(field) ? field.checked : field.value])))));
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
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
  document.querySelectorAll("[data-live]").forEach(renew);
}

if (document.querySelector("[data-due], [data-live]")) {
  setInterval(count, 15000);
}
begin();
if (location.pathname === "/sign-in") {
  sessionStorage.clear();
}
