// The form that sends a request, a new one or one again with changes.

const dialog = byId("replay");
const field = (name) => byId("replay-" + name);
let composing = null; // what it comes from
let fronts = [];
let prefix = "/"; // of the paths of the chosen front end
let abort = null;

// headerText is the headers as lines, without what follows from the body.
const headerText = (d) => [{ name: "Host", value: d.host }, ...d.headers]
  .filter((h) => !["content-length", "transfer-encoding"].includes(h.name.toLowerCase()))
  .map((h) => `${h.name}: ${h.value}`).join("\n");

async function compose(d) {
  composing = d;
  fronts = await getJSON("fronts").catch(() => []);
  field("front").replaceChildren(...fronts.map((f) => el("option", { value: f.name }, `${f.name}  ${f.url}`)));
  const front = d ? fronts.find((f) => f.name === d.front) : fronts[0];
  if (front) field("front").value = front.name;
  prefix = front ? front.paths[0] : "/";
  byId("replay-title").textContent = d ? "Replay with changes" : "Send a request";
  field("method").value = d ? d.method : "GET";
  field("target").value = d ? d.target : prefix;
  field("headers").value = d ? headerText(d) : "Accept: */*";
  const body = field("body");
  body.value = d && d.body.text ? d.body.text : "";
  body.disabled = Boolean(d && d.body.binary);
  body.dataset.sent = body.value;
  let note = "";
  if (body.disabled) note = `The body is not text: its ${size(d.body.kept)} are sent as they are.`;
  if (d && d.body.kept < d.body.size) note += ` Only the first ${size(d.body.kept)} of ${size(d.body.size)} were kept.`;
  field("note").textContent = note.trim();
  field("error").textContent = "";
  dialog.showModal();
  field(d ? "target" : "method").focus();
}

// Another front end has other paths: those of a REST API begin with the stage.
field("front").addEventListener("change", () => {
  const front = fronts.find((f) => f.name === field("front").value);
  const target = field("target");
  const bare = prefix !== "/" && target.value.startsWith(prefix) ? target.value.slice(prefix.length - 1) : target.value;
  prefix = front.paths[0];
  target.value = prefix === "/" ? bare : prefix + bare.slice(1);
});

byId("replay-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = field("send");
  button.disabled = true;
  button.textContent = "Sending…";
  field("error").textContent = "";
  abort = new AbortController();
  const body = field("body");
  try {
    const s = await post("replay", {
      of: composing ? composing.id : 0, front: field("front").value, method: field("method").value.trim(), target: field("target").value.trim(),
      headers: field("headers").value, body: body.value,
      // What the page shows may be less than what was sent.
      sameBody: Boolean(composing) && body.value === body.dataset.sent && composing.body.size > 0,
    }, abort.signal);
    if (!s.id) throw new Error(`The server responded ${s.status} before the front end saw the request: it is not HTTP as it should be.`);
    dialog.close();
    say(`Sent: ${s.status}`);
    open(s.id, true);
  } catch (error) {
    if (error.name !== "AbortError") field("error").textContent = error.message;
  } finally {
    button.disabled = false;
    button.textContent = "Send";
  }
});

byId("replay-cancel").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => { if (abort) abort.abort(); });
byId("compose").addEventListener("click", () => compose(null));
