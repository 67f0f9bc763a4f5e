// The list of requests. One of its buttons is in the tab order, the arrow keys lead to the others,
// and no update moves the focus.

const requests = new Map(); // by id, of those that are in the list
let waiting = []; // while the list is paused
let paused = false;
let selected = 0;
let spoken = { count: 0, last: null, at: 0, timer: 0 };

const kindNames = { alb: "ALB", api: "REST API", url: "function URL" };

const list = byId("list");

// line is a request in the list.
function line(r) {
  const route = r.function || r.by || "";
  const button = el("button", { type: "button", class: "line", tabindex: "-1", onclick: () => open(r.id) },
    el("span", { class: statusClass(r.status) }, hidden("status "), String(r.status)),
    el("span", { class: "what" }, el("b", {}, r.method), " ", el("span", { class: "target" }, r.target)),
    el("span", { class: "time" }, r.at),
    el("span", { class: "more" },
      el("span", { class: "kind" }, kindNames[r.kind]),
      r.replayOf ? el("span", {}, "replay") : null,
      r.own ? el("span", { class: "own" }, r.notSimulated ? "not simulated" : "own response") : null,
      route ? el("span", {}, route) : null),
    el("span", { class: "ms" }, r.ms, " ms"));
  const item = el("li", {}, button);
  item.text = `${r.method} ${r.target} ${r.status} ${r.kind} ${kindNames[r.kind]} ${r.front} ${r.by || ""} ${route} ${r.own ? "own response" : ""} ${r.notSimulated ? "not simulated" : ""}`.toLowerCase();
  return { ...r, item, button };
}

const shownItems = () => [...list.children].filter((item) => !item.hidden);

// update adds requests, the newest first, and removes those that are no longer kept.
function update(news) {
  if (paused) waiting.push(...news.requests);
  else add(news.requests);
  waiting = waiting.filter((r) => r.id >= news.oldest);
  for (const [id, r] of requests) if (id < news.oldest) forget(id, r);
  settle();
}

function add(all) {
  for (const r of all) {
    if (requests.has(r.id)) continue;
    const one = line(r);
    requests.set(r.id, one);
    match(one.item);
    if (r.id === selected) mark(one);
    list.prepend(one.item);
  }
  announce(all);
}

// forget removes a request. The focus goes to its neighbour.
function forget(id, r) {
  if (r.item.contains(document.activeElement)) {
    const neighbour = r.item.previousElementSibling || r.item.nextElementSibling;
    (neighbour ? neighbour.firstChild : byId("filter")).focus();
  }
  r.item.remove();
  requests.delete(id);
}

function forgetAll() {
  for (const [id, r] of requests) forget(id, r);
  waiting = [];
  settle();
}

// settle leaves one button in the tab order: the focused one, or the selected one, or the newest.
function settle() {
  const shown = shownItems();
  const buttons = shown.map((item) => item.firstChild);
  const one = buttons.find((b) => b === document.activeElement) || buttons.find((b) => b.hasAttribute("aria-current")) || buttons[0];
  for (const r of requests.values()) r.button.tabIndex = r.button === one ? 0 : -1;
  byId("none").hidden = shown.length > 0 || requests.size === 0;
  byId("panes").classList.toggle("empty", requests.size === 0);
  byId("pause").textContent = paused ? (waiting.length ? `Resume, ${waiting.length} new` : "Resume") : "Pause";
}

list.addEventListener("keydown", (event) => {
  const buttons = shownItems().map((item) => item.firstChild);
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(to, buttons.length - 1))].focus();
  settle();
});

const filter = byId("filter");

function match(item) {
  item.hidden = !filter.value.toLowerCase().split(/\s+/).every((word) => item.text.includes(word));
}

filter.addEventListener("input", () => {
  for (const item of list.children) match(item);
  settle();
  say(`${shownItems().length} of ${requests.size} requests`);
});

byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").setAttribute("aria-pressed", paused);
  if (!paused) {
    add(waiting);
    waiting = [];
  }
  settle();
  showState();
});

byId("clear").addEventListener("click", () => post("clear", {}));

// mark shows which request is open.
function mark(r) {
  for (const other of requests.values()) other.button.removeAttribute("aria-current");
  if (r) r.button.setAttribute("aria-current", "true");
}

// announce tells a screen reader of new requests: once for all that come together, and not more
// often than every eight seconds.
function announce(all) {
  if (all.length === 0) return;
  spoken.count += all.length;
  spoken.last = all[all.length - 1];
  if (spoken.timer) return;
  spoken.timer = setTimeout(() => {
    const { count, last } = spoken;
    say(`${count === 1 ? "New request" : count + " new requests, the last one"}: ${last.method} ${last.target}, ${last.status}`);
    spoken = { count: 0, last: null, at: Date.now(), timer: 0 };
  }, Math.max(1000, spoken.at + 8000 - Date.now()));
}
