// Tabs as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them: one of them is in the tab order,
// the arrow keys lead to the others.

let shownTab = "route"; // kept from one request to the next

// tabs makes a list of tabs and their panels. Each is {id, title, fill}; fill makes the content
// when the tab is shown first.
function tabs(label, all) {
  if (!all.some((t) => t.id === shownTab)) shownTab = all[0].id;
  const list = el("div", { role: "tablist", class: "tabs", "aria-label": label });
  const panels = [];
  const show = (id, focus) => {
    shownTab = id;
    all.forEach((t, i) => {
      const on = t.id === id;
      list.children[i].setAttribute("aria-selected", on);
      list.children[i].tabIndex = on ? 0 : -1;
      panels[i].hidden = !on;
      if (on && !panels[i].firstChild) panels[i].append(...[t.fill()].flat().filter(Boolean));
      if (on && focus) list.children[i].focus();
    });
  };
  for (const t of all) {
    list.append(el("button", { type: "button", role: "tab", id: "tab-" + t.id, "aria-controls": "panel-" + t.id, onclick: () => show(t.id) }, t.title));
    panels.push(el("div", { role: "tabpanel", class: "panel", id: "panel-" + t.id, "aria-labelledby": "tab-" + t.id, tabindex: "0" }));
  }
  list.addEventListener("keydown", (event) => {
    const at = all.findIndex((t) => t.id === shownTab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(all[(to + all.length) % all.length].id, true);
  });
  show(shownTab);
  return [list, ...panels];
}
