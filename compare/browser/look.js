// Looks at the page as a reader does and says what is wrong with it.
(() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);

  const colour = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const c = colour(getComputedStyle(e).backgroundColor);
      if (c[3] === 1) return c;
    }
    return [255, 255, 255, 1];
  };

  let looked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest(".hidden, .skip, thead, details:not([open]) > :not(summary)")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    looked++;
    const words = walker.currentNode.data.trim().slice(0, 40);
    if (/\[object |undefined|NaN/.test(words)) faults.push(`"${words}" is no text for a reader`);
    if (box.left < -0.5 || box.right > width + 0.5) faults.push(`"${words}" reaches from ${box.left} to ${box.right}`);
    const style = getComputedStyle(element);
    // The least contrast for text that everybody can read:
    // https://www.w3.org/TR/WCAG22/#contrast-minimum
    const [light, dark] = [luminance(colour(style.color)), luminance(ground(element))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) faults.push(`"${words}" has a contrast of ${contrast.toFixed(2)}, ${style.color}`);
    if (parseFloat(style.fontSize) < 11.5) faults.push(`"${words}" is written in ${style.fontSize}`);
  }
  const seen = (e) => e.getClientRects().length > 0 && !e.closest(".hidden, .skip");
  for (const e of document.querySelectorAll("button, input, select, textarea, a[href], summary")) {
    if (!seen(e)) continue;
    const name = e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && [...e.labels].map((l) => l.textContent.trim()).join(""));
    if (!name) faults.push(`${e.outerHTML.slice(0, 60)} has no name`);
    // https://www.w3.org/TR/WCAG22/#target-size-minimum, which lets links in a sentence be smaller
    const box = e.getBoundingClientRect();
    if (e.tagName !== "A" && e.type !== "checkbox" && box.height < 23.5) faults.push(`"${name}" is ${box.height} high`);
  }
  for (const e of document.querySelectorAll("[aria-controls], [aria-describedby]"))
    for (const id of ["aria-controls", "aria-describedby"].map((a) => e.getAttribute(a)).filter(Boolean))
      if (!document.getElementById(id)) faults.push(`${e.tagName} names ${id}, which is not there`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`the id ${id} is there twice`);
  for (const e of document.querySelectorAll("[aria-labelledby]"))
    if (!document.getElementById(e.getAttribute("aria-labelledby"))) faults.push(`${e.tagName} is named by nothing`);
  // "#" is the top, and #r17 a request on the page of serve.
  for (const a of document.querySelectorAll('a[href^="#"]'))
    if (!/^#(r\d+)?$/.test(a.getAttribute("href")) && !document.querySelector(a.getAttribute("href"))) faults.push(`${a.textContent} leads nowhere`);
  return { ground: getComputedStyle(document.body).backgroundColor, faults: [...new Set(faults)].slice(0, 20), looked };
})()
