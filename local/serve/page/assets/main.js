// The connection to serve.

let connected = false;

function showState() {
  const state = !connected ? "ended" : paused ? "paused" : "live";
  byId("state").dataset.state = state;
  byId("state-text").textContent = { ended: "not connected", paused: "paused", live: "live" }[state];
}

const source = new EventSource("live");

// It comes at the start, and again when serve has been started again: then with other requests.
source.addEventListener("hello", (event) => {
  const hello = JSON.parse(event.data);
  connected = true;
  forgetAll();
  byId("app").textContent = hello.app;
  document.title = `Requests · ${hello.app}`;
  showState();
});

source.addEventListener("requests", (event) => {
  const first = requests.size === 0;
  update(JSON.parse(event.data));
  if (first && !selected) showHelp();
});

source.addEventListener("error", () => {
  connected = false;
  showState();
});

addEventListener("hashchange", show);
settle();
show();
