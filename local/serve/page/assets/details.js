// The request that is open.

const detail = byId("detail");
let opening = 0; // the last one counts, should two responses cross
let current = null;

const narrow = matchMedia("(max-width: 52rem)");
let focusNext = false;

// open opens a request; the address has it, so that Back closes it. The focus goes to it if asked
// for, and where it covers the list.
function open(id, focus = false) {
  focusNext = focus || narrow.matches;
  if (location.hash === `#r${id}`) show();
  else location.hash = `r${id}`;
}

// show shows what the address says.
async function show() {
  const focus = focusNext;
  focusNext = false;
  const id = Number((location.hash.match(/^#r(\d+)$/) || [])[1] || 0);
  const mine = ++opening;
  const before = selected;
  selected = id;
  mark(requests.get(id));
  settle();
  byId("panes").classList.toggle("open", id > 0);
  if (!id) {
    current = null;
    await showHelp();
    if (before && narrow.matches && requests.has(before)) requests.get(before).button.focus();
    return;
  }
  try {
    const d = await getJSON(`requests/${id}`);
    if (mine !== opening) return;
    current = d;
    detail.replaceChildren(...page(d));
    detail.dataset.shown = id;
  } catch (error) {
    if (mine !== opening) return;
    current = null;
    detail.replaceChildren(back(), el("h2", { id: "detail-title", tabindex: "-1" }, "Not there"), el("p", {}, error.message + "."));
  }
  detail.scrollTop = 0;
  if (focus || document.activeElement === document.body) byId("detail-title").focus();
}

const back = () => el("a", { class: "back", href: "#" }, "← All requests");

function page(d) {
  const verdict = d.own ? (d.status >= 500 && !d.notSimulated ? "bad" : "warn") : "good";
  return [
    back(),
    el("header", { class: "head" },
      el("h2", { id: "detail-title", tabindex: "-1" }, el("code", {}, el("b", {}, d.method), " ", d.target)),
      el("p", { class: "meta" }, el("span", { class: statusClass(d.status) }, d.response.status), " ",
        el("span", {}, d.front), " ", el("span", {}, `${d.ms} ms`), " ", el("time", { datetime: d.date }, d.at),
        d.replayOf ? [" ", el("a", { href: `#r${d.replayOf}` }, "replay of an earlier one")] : null),
      el("p", { class: "verdict " + verdict }, d.verdict),
      el("div", { class: "actions" },
        el("button", { type: "button", class: "primary", id: "again", onclick: () => compose(d) }, "Replay with changes"),
        d.body.binary || d.body.kept < d.body.size ? null
          : el("button", { type: "button", id: "curl", onclick: (event) => copyCurl(event.target, d) }, "Copy as curl"))),
    ...tabs("What is known of the request", [
      { id: "route", title: "Route", fill: () => route(d) },
      { id: "request", title: "Request", fill: () => [el("p", { class: "soft" }, `${d.proto} from ${d.from}`), headers("Headers of the request", [{ name: "Host", value: d.host }, ...d.headers]), block("Body", d.body)] },
      { id: "event", title: "Event", fill: () => (d.event ? block("The event that the function got", d.event) : el("p", {}, "The function was not invoked.")) },
      { id: "response", title: "Response", fill: () => response(d) },
      { id: "compare", title: "Compare", fill: () => compare(d) },
    ]),
  ];
}

function response(d) {
  return [
    d.onAWS ? el("section", { class: "aws" }, el("h3", {}, "On AWS it would differ"),
      el("dl", {}, d.onAWS.map((h) => [el("dt", {}, h.name), el("dd", {}, el("code", {}, h.value))]))) : null,
    el("h3", {}, "What the client got"),
    el("p", {}, el("span", { class: statusClass(d.status) }, d.response.status), d.onAWS ? null : el("span", { class: "soft" }, " as AWS sends it")),
    headers("Headers of the response", d.response.headers),
    block("Body", d.response.body),
    el("h3", {}, "What the function returned"),
    d.returned ? block("The response of the function", d.returned)
      : el("p", {}, d.event ? "Nothing that is kept: it streamed its response, or failed." : "The function was not invoked."),
  ];
}

function route(d) {
  const r = d.route;
  const last = d.function ? el("li", { class: "step end" }, el("span", { class: "sign", "aria-hidden": "true" }, "λ"), el("div", {}, el("b", {}, d.function), el("p", {}, "the function that was invoked"))) : null;
  if (r && r.tried) return rules(r, last);
  if (d.kind === "api") {
    const steps = r.resource
      ? [step("✓", true, "Stage " + r.stage, "the first part of the path"), step("✓", true, `${r.method} ${r.resource}`, "the resource and the method that match")]
      : [step("✗", false, r.stage ? "Stage " + r.stage : "No stage", r.stage ? "no resource and method match" : "the first part of the path is not a stage")];
    return el("ol", { class: "steps" }, steps, last);
  }
  if (last) return el("ol", { class: "steps" }, last);
  return el("p", {}, "The request was rejected before a rule was evaluated.");
}

const step = (sign, matched, name, why, does = []) =>
  el("li", { class: "step " + (matched ? "yes" : "no") }, el("span", { class: "sign", "aria-hidden": "true" }, sign),
    el("div", {}, hidden(matched ? "matches: " : "does not match: "), el("b", {}, name), el("p", {}, why), does.map((line) => el("p", { class: "does" }, line))));

// rules shows those that were tried. Of many, the last ones are shown at once.
function rules(r, last) {
  const steps = r.tried.map((t) => step(t.matched ? "✓" : "✗", t.matched, t.priority === "last" ? t.name : `${t.priority}  ${t.name}`, t.why, t.matched ? r.does || [] : []));
  const most = 12;
  const first = steps.length > most ? steps.splice(0, steps.length - most + 2) : [];
  return [
    el("p", { class: "soft" }, "The rules of the listener, in the order of their priorities."),
    first.length ? el("details", {}, el("summary", {}, `${first.length} rules before did not match`), el("ol", { class: "steps" }, first)) : null,
    el("ol", { class: "steps" }, steps, last),
    r.left ? el("p", { class: "soft" }, r.left === 1 ? "1 rule after it was not evaluated." : `${r.left} rules after it were not evaluated.`) : null,
  ];
}

// curl writes the request as a command for a POSIX shell.
function curl(d, base) {
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = ["curl", "-i"];
  if (d.method === "HEAD") parts.push("-I");
  else if (d.method !== "GET" || d.body.size > 0) parts.push("-X", d.method);
  if (base.startsWith("https:")) parts.push("-k");
  parts.push(quote(base + d.target));
  for (const h of [{ name: "Host", value: d.host }, ...d.headers])
    if (h.name.toLowerCase() !== "content-length") parts.push("-H", quote(`${h.name}: ${h.value}`));
  if (d.body.text) parts.push("--data-binary", quote(d.body.text));
  return parts.join(" ");
}

async function copyCurl(button, d) {
  let text = "Not allowed";
  try {
    const front = (await getJSON("fronts")).find((f) => f.name === d.front);
    await navigator.clipboard.writeText(curl(d, front ? front.url : "http://127.0.0.1"));
    text = "Copied";
  } catch { /* it says so */ }
  button.textContent = text;
  say(text);
  setTimeout(() => { button.textContent = "Copy as curl"; }, 1500);
}

// showHelp shows what there is while no request is open.
async function showHelp() {
  const fronts = await getJSON("fronts").catch(() => []);
  if (selected) return;
  detail.replaceChildren(el("div", { class: "help" },
    el("h2", { id: "detail-title", tabindex: "-1" }, requests.size ? "Choose a request" : "No requests yet"),
    el("p", {}, "Requests to these addresses appear here, the last hundred of them."),
    el("ul", { class: "fronts" }, fronts.map((f) => el("li", {}, el("b", {}, f.name), f.paths.map((path) => {
      const line = `curl -i${f.url.startsWith("https:") ? "k" : ""} '${f.url}${path}'`;
      return el("div", { class: "command" }, el("code", {}, line), copyButton(line, "the command for " + f.name));
    }))))));
}
