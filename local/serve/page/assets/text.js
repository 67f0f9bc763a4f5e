"use strict";
// What everything else is made of: elements, and how texts are shown.

const byId = (id) => document.getElementById(id);

// el makes an element. Texts stay texts: nothing that a request brings becomes markup.
function el(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") e.addEventListener("click", value);
    else if (value === true) e.setAttribute(key, "");
    else if (value !== false && value != null) e.setAttribute(key, value);
  }
  e.append(...children.flat(Infinity).filter((c) => c != null && c !== false));
  return e;
}

const hidden = (text) => el("span", { class: "hidden" }, text);

async function getJSON(path, options) {
  const response = await fetch(path, options);
  if (response.status === 204) return null;
  const value = await response.json();
  if (!response.ok) throw new Error(value.error);
  return value;
}

const post = (path, value, signal) =>
  getJSON(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value), signal });

function size(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const tokens = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const mostColoured = 100_000;

// json returns a JSON text indented, its tokens as they are: numbers keep all of their digits. It
// is null for what is not JSON.
function json(text) {
  try {
    if (text.length > mostColoured || typeof JSON.parse(text) !== "object") return null;
  } catch {
    return null;
  }
  const out = document.createDocumentFragment();
  const found = text.match(tokens) || [];
  let depth = 0;
  const newline = () => out.append("\n" + "  ".repeat(depth));
  for (let i = 0; i < found.length; i++) {
    const t = found[i];
    if (t === "{" || t === "[") {
      out.append(t);
      if (found[i + 1] === (t === "{" ? "}" : "]")) out.append(found[++i]);
      else { depth++; newline(); }
    } else if (t === "}" || t === "]") {
      depth--;
      newline();
      out.append(t);
    } else if (t === ",") {
      out.append(t);
      newline();
    } else if (t === ":") {
      out.append(": ");
    } else if (t[0] === '"') {
      out.append(el("span", { class: found[i + 1] === ":" ? "key" : "string" }, t));
    } else {
      out.append(el("span", { class: "literal" }, t));
    }
  }
  return out;
}

// bytesOf decodes the base64 of what is not text.
const bytesOf = (binary) => Uint8Array.from(atob(binary), (c) => c.charCodeAt(0));

function hex(bytes) {
  const lines = [];
  for (let i = 0; i < Math.min(bytes.length, 256); i += 16) {
    const part = [...bytes.slice(i, i + 16)];
    const digits = part.map((b) => b.toString(16).padStart(2, "0")).join(" ");
    lines.push(`${digits.padEnd(48)} ${part.map((b) => (b > 31 && b < 127 ? String.fromCharCode(b) : ".")).join("")}`);
  }
  return lines.join("\n") + (bytes.length > 256 ? "\n…" : "");
}

function copyButton(text, what) {
  const button = el("button", { type: "button", class: "small", onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.firstChild.data = "Copied";
    } catch {
      button.firstChild.data = "Not allowed";
    }
    say(button.firstChild.data);
    setTimeout(() => { button.firstChild.data = "Copy"; }, 1500);
  } }, "Copy", hidden(" " + what));
  return button;
}

// block shows a body or an event.
function block(title, text) {
  let shown = "nothing", note = "empty";
  if (text && text.size > 0) {
    note = size(text.size);
    if (text.kept < text.size) note += `, of which the first ${size(text.kept)} are kept`;
    if (text.binary) note += ", not text";
    shown = text.binary ? hex(bytesOf(text.binary)) : json(text.text) || text.text;
  }
  return el("figure", { class: "block" },
    el("figcaption", {}, el("span", {}, el("b", {}, title), " ", el("span", { class: "soft" }, note)),
      text && text.size > 0 && !text.binary ? copyButton(text.text, title) : null),
    text && text.size > 0 ? el("pre", { tabindex: "0", "aria-label": title }, shown) : null);
}

// headers shows header lines as a table.
function headers(title, list) {
  if (list.length === 0) return el("p", { class: "soft" }, "No headers.");
  return el("table", { class: "headers", "aria-label": title },
    el("thead", { class: "hidden" }, el("tr", {}, el("th", { scope: "col" }, "Name"), el("th", { scope: "col" }, "Value"))),
    el("tbody", {}, list.map((h) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, h.name)), el("td", {}, el("code", {}, h.value))))));
}

const statusClass = (status) => `status s${Math.floor(status / 100)}`;

// say tells a screen reader something.
function say(text) { byId("news").textContent = text; }
