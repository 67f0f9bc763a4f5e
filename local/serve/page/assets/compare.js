// The view of the other front end: the same parts on both sides, with the differences marked, as
// the command compare shows them.

let onlyDifferences = true;

// compare shows a view when it is there: first by the templates, without running the function.
function compare(d) {
  const box = el("div", { class: "compare" }, el("p", { class: "soft" }, "Comparing…"));
  const load = async (query) => {
    try {
      box.replaceChildren(...sides(d, await getJSON(`requests/${d.id}/other${query}`), load));
    } catch (error) {
      box.replaceChildren(el("p", {}, error.message));
    }
  };
  load("");
  return box;
}

function sides(d, v, load) {
  const send = v.send && el("button", { type: "button", onclick: async (event) => {
    event.target.disabled = true;
    try {
      const s = await post("replay", { ...v.send, method: d.method, headers: headerText(d), sameBody: true });
      if (!s.id) throw new Error(`The server responded ${s.status} before the front end saw the request`);
      await load(`?with=${s.id}`);
      say("Sent to the other front end; both responses are compared");
    } catch (error) {
      event.target.disabled = false;
      event.target.after(el("p", { class: "error", role: "alert" }, error.message));
    }
  } }, d.kind === "alb" ? "Send it to API Gateway, too" : "Send it to the load balancer, too");
  const only = el("input", { type: "checkbox", id: "only", checked: onlyDifferences });
  const tables = el("div", { class: onlyDifferences ? "only" : "" }, (v.sections || []).map((s, i) => table(s, i, v.marks)));
  only.addEventListener("change", () => {
    onlyDifferences = only.checked;
    tables.classList.toggle("only", only.checked);
  });
  return [
    v.api.name ? el("div", { class: "sides" }, side("API Gateway", v.api), side("Load balancer", v.alb)) : null,
    v.note ? el("p", {}, v.note) : null,
    send ? el("div", { class: "actions" }, send, el("span", { class: "soft" }, "The event of the other side follows from the templates. Sending the request runs the function again, and compares the responses, too.")) : null,
    v.sections ? el("p", { class: "choice" }, only, " ", el("label", { for: "only" }, "Differences only")) : null,
    tables,
    v.api.event && v.alb.event ? el("details", {}, el("summary", {}, "Both events, whole"),
      el("div", { class: "pair" }, block("API Gateway", v.api.event), block("Load balancer", v.alb.event)))
      : [v.api, v.alb].filter((s) => s.event).map((s) => block("The event of " + s.name, s.event)),
  ].flat().filter(Boolean);
}

const side = (kind, s) => el("div", { class: "side" }, el("h3", {}, kind), el("p", {}, s.name), s.says ? el("p", { class: "says" }, s.says) : null);

// table shows a section. Rows with one explanation are read once.
function table(s, number, marks) {
  const id = `section-${number}`;
  const names = new Map(marks);
  const counts = marks.map(([mark, name]) => [mark, name, s.rows.filter((r) => r.mark === mark).length]).filter(([, , n]) => n > 0);
  const bodies = [];
  let group = null, explained = null, body = null;
  for (const r of s.rows) {
    const rule = r.rule ? r.rule.id : "";
    if ((r.group || "") !== group || rule !== explained) {
      if (body) bodies.push(body);
      body = { group: (r.group || "") !== group ? r.group : "", rule: r.rule, rows: [] };
      group = r.group || "";
      explained = rule;
    }
    body.rows.push(r);
  }
  if (body) bodies.push(body);
  return el("section", { "aria-labelledby": id },
    el("h3", { id }, s.title), el("p", { class: "soft" }, s.intro),
    el("ul", { class: "counts", "aria-label": "How many parts differ" }, counts.map(([mark, name, n]) => el("li", {}, el("span", { class: `mark ${mark}` }, `${n} ${name}`)))),
    el("table", { class: "parts", role: "table", "aria-labelledby": id },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ["Part", "API Gateway", "Load balancer"].map((name) => el("th", { scope: "col", role: "columnheader" }, name)))),
      bodies.map((b) => cluster(b, names))));
}

function cluster(b, names) {
  const same = b.rows.every((r) => r.mark === "same");
  return el("tbody", { role: "rowgroup", class: same ? "same" : "" },
    b.group ? el("tr", { class: "group", role: "row" }, el("th", { colspan: "3", scope: "colgroup", role: "rowheader" }, b.group)) : null,
    b.rows.map((r) => el("tr", { class: `part ${r.mark}`, role: "row" },
      el("th", { scope: "row", role: "rowheader" }, el("code", {}, r.label), " ", el("span", { class: `mark ${r.mark}` }, names.get(r.mark))),
      cell("API Gateway", r.apiGateway, r.rightLabel ? r.label : ""), cell("Load balancer", r.loadBalancer, r.rightLabel))),
    b.rule ? el("tr", { class: "why", role: "row" }, el("td", { colspan: "3", role: "cell" }, b.rule.sentence, " ",
      el("a", { href: b.rule.page, rel: "noreferrer" }, "AWS documentation", hidden(" on " + b.rule.id)))) : null);
}

const cell = (where, part, name) => el("td", { role: "cell", "data-side": where },
  part.name ? el("div", {}, name ? el("code", { class: "name" }, name) : null, el("code", {}, part.value || ""))
    : el("div", {}, el("span", { class: "none", "aria-hidden": "true" }, "–"), hidden("not there")));
