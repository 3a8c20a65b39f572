// What the checks ask of a page: where its texts and marks are, what is cut off, and which colours meet.
window.inspect = (() => {
  // A short path by which a person finds the element.
  const selector = (element) => {
    const parts = [];
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const heading = one.getAttribute("aria-labelledby");
      const name = one.localName + (one.id ? "#" + one.id : heading ? `[aria-labelledby=${heading}]` : "")
        + [...one.classList].map((word) => "." + word).join("");
      const alike = [...(one.parentElement?.children ?? [])].filter((other) => other.localName === one.localName);
      parts.unshift(alike.length > 1 && !one.id && !heading ? `${name}:nth-of-type(${alike.indexOf(one) + 1})` : name);
      if (one.id || heading || one.localName === "figure" && parts.length > 1) break;
    }
    return parts.join(" > ");
  };
  const name = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    return text.length > 60 ? text.slice(0, 60) + "\u2026" : text;
  };
  const finding = (what, element) => ({ what, element: selector(element), text: name(element) });

  const isUnread = (element) => element.closest("script, style, template, select, noscript, title");
  // Kept for those who listen: clipped to nothing on purpose.
  const isHeard = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (getComputedStyle(one).clipPath === "inset(50%)") return true;
    }
    return false;
  };
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !isHeard(element);
  const overflows = (style, axis) => ["auto", "scroll"].includes(style["overflow" + axis]);
  // What is placed by an ancestor is scrolled by that ancestor, not by those between them.
  const scroller = (element) => {
    for (let one = element; one && one !== document.documentElement;) {
      const style = getComputedStyle(one);
      if (overflows(style, "X")) return one;
      one = style.position === "absolute" ? one.offsetParent : one.parentElement;
    }
    return null;
  };

  // Every line of every text that is seen.
  const texts = (root) => {
    const found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), range = document.createRange();
    const facts = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || isUnread(element)) continue;
      if (!facts.has(element)) facts.set(element, { isSeen: isSeen(element), scroller: scroller(element) });
      const fact = facts.get(element);
      if (!fact.isSeen) continue;
      range.selectNodeContents(node);
      const words = node.data.trim().replace(/\s+/g, " ");
      for (const box of range.getClientRects()) {
        if (box.width < 0.5 || box.height < 0.5) continue;
        found.push({ element, words, scroller: fact.scroller, left: box.left, right: box.right, top: box.top,
            bottom: box.bottom });
      }
    }
    return found;
  };
  const quoted = (text) => `"${text.words.length > 40 ? text.words.slice(0, 40) + "\u2026" : text.words}"`;

  const sideways = () => {
    const found = [], width = document.documentElement.clientWidth, page = document.documentElement.scrollWidth;
    if (page > width + 1) {
      const wide = [...document.body.querySelectorAll("*")].filter((one) =>
        one.getBoundingClientRect().right > width + 1 && !scroller(one) && one.checkVisibility());
      // Those within others that stick out tell where it comes from.
      const inner = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
      for (const one of inner.length ? inner.slice(0, 3) : [document.body]) {
        found.push(finding(`the page is ${page} px wide in a window of ${width} px, because of this`, one));
      }
    }
    return found;
  };

  const collisions = (lines) => {
    const found = [], slack = 1;
    lines.sort((a, b) => a.top - b.top);
    for (let i = 0; i < lines.length; i += 1) {
      const a = lines[i];
      for (let j = i + 1; j < lines.length && lines[j].top < a.bottom - slack; j += 1) {
        const b = lines[j];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - b.top;
        // Glyphs do not reach the edges of their lines: those of neighbouring lines may touch.
        if (a.scroller === b.scroller && across > slack && down > 3) {
          found.push(finding(`${quoted(a)} lies over ${quoted(b)}`, b.element));
        }
      }
    }
    return found;
  };

  const cut = (lines) => {
    const found = [], width = document.documentElement.clientWidth;
    for (const line of lines) {
      const box = line.element.closest("figure, .tile, td, th, .legend"), around = box?.getBoundingClientRect();
      if (!line.scroller && (line.left < -0.5 || line.right > width + 0.5)) {
        found.push(finding(`${quoted(line)} leaves the window`, line.element));
      } else if (line.scroller
          && line.left + line.scroller.scrollLeft < line.scroller.getBoundingClientRect().left - 0.5) {
        found.push(finding(`${quoted(line)} begins where nobody can scroll to`, line.element));
      } else if (around && (line.left < around.left - 1 || line.right > around.right + 1)) {
        found.push(finding(`${quoted(line)} leaves its ${selector(box).split(" > ").pop()}`, line.element));
      }
      for (let one = line.element; one; one = one.parentElement) {
        const style = getComputedStyle(one), clip = one.getBoundingClientRect();
        const isCut = ["hidden", "clip"].includes(style.overflowX) && (line.left < clip.left - 1
            || line.right > clip.right + 1)
          || ["hidden", "clip"].includes(style.overflowY) && (line.top < clip.top - 2 || line.bottom > clip.bottom + 2);
        if (isCut) found.push(finding(`${quoted(line)} is cut off by ${selector(one)}`, line.element));
      }
    }
    return found;
  };

  // Curves, bars and dots that leave what they are drawn in.
  const strays = () => {
    const found = [];
    for (const one of document.querySelectorAll(".plot svg path, .bars i, .gain i, .track i, .mini path")) {
      if (!isSeen(one)) continue;
      const mark = one.getBoundingClientRect(), slack = 9;
      const around = (one.ownerSVGElement || one.parentElement).getBoundingClientRect();
      if (!mark.width && !mark.height) continue;
      if (mark.left < around.left - slack || mark.right > around.right + slack || mark.top < around.top - slack
          || mark.bottom > around.bottom + slack) {
        found.push(finding("is drawn beyond the edge of its chart", one));
      }
    }
    for (const one of document.querySelectorAll("[style]")) {
      const style = one.getAttribute("style");
      if (/NaN|Infinity|undefined|null/.test(style)) found.push(finding(`style="${style}"`, one));
    }
    for (const one of document.querySelectorAll("path")) {
      const path = one.getAttribute("d") ?? "";
      const isPath = /^[-+\d.,\seMLHVCSQTAZmlhvcsqtaz]*$/.test(path);
      if (!isPath) found.push(finding(`d="${path.slice(0, 40)}" is no path`, one));
    }
    return found;
  };

  const layout = (part) => {
    const lines = texts(part || document.body);
    return [...sideways(), ...cut(lines), ...collisions(lines), ...strays()];
  };

  // Colours, whatever their notation, as red, green, blue and opacity.
  const dot = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const canvas = dot.getContext("2d", { willReadFrequently: true });
  const channels = new Map();
  const rgba = (color) => {
    if (!channels.has(color)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
      channels.set(color, [red, green, blue, opacity / 255]);
    }
    return channels.get(color);
  };
  const over = (top, below) => [...[0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])), 1];
  const backdrop = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) layers.push(rgba(getComputedStyle(one).backgroundColor));
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const luminance = (color) => {
    const linear = (one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = color.slice(0, 3).map((one) => linear(one / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  // Whether a text stands out as it must: 4.5 to 1, large ones 3 to 1.
  const readable = (element) => {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize), behind = backdrop(element);
    const isLarge = size >= 24 || size >= 18.66 && parseInt(style.fontWeight) >= 700;
    return contrast(over(rgba(style.color), behind), behind) >= (isLarge ? 3 : 4.5);
  };
  // Marks that say something must stand out from what is behind them three to one.
  const faintMarks = () => {
    const found = [], seen = new Set();
    const look = (element, style, colors, behind) => {
      const key = selector(element).replace(/:nth-of-type\(\d+\)/g, "") + style;
      if (seen.has(key)) return;
      const best = Math.max(...colors.map((color) => contrast(over(rgba(color), behind), behind)));
      if (best >= 3) return;
      seen.add(key);
      found.push(finding(`${style} stands out only ${best.toFixed(2)} to 1 from what is behind it, of 3 to 1`,
          element));
    };
    const edges = (style) => parseFloat(style.borderTopWidth) > 0 ? [style.borderTopColor] : [];
    for (const one of document.querySelectorAll(".curve, .mini path")) {
      if (!isSeen(one)) continue;
      const behind = backdrop(one.closest("div, td, figure")), shade = one.ownerSVGElement.querySelector(".window");
      look(one, "stroke", [getComputedStyle(one).stroke], behind);
      if (shade) look(one, "stroke on the shade", [getComputedStyle(one).stroke],
          over(rgba(getComputedStyle(shade).fill), behind));
    }
    for (const one of document.querySelectorAll(".bars i, .gain i, .track i")) {
      const style = getComputedStyle(one);
      look(one, "background or border", [style.backgroundColor, ...edges(style)], backdrop(one.parentElement));
    }
    for (const one of document.querySelectorAll(".key")) {
      const style = getComputedStyle(one, "::before");
      look(one, "mark", [style.backgroundColor, ...edges(style)], backdrop(one));
    }
    for (const one of document.querySelectorAll("input, select, .zero, .cursor")) {
      const style = getComputedStyle(one);
      const hasEdge = ["Top", "Left"].find((side) => parseFloat(style[`border${side}Width`]) > 0);
      if (!one.hidden) look(one, "border", [hasEdge ? style[`border${hasEdge}Color`] : style.backgroundColor],
          backdrop(one.parentElement));
    }
    for (const one of document.querySelectorAll("[placeholder]")) {
      const color = getComputedStyle(one, "::placeholder").color, behind = backdrop(one);
      const ratio = contrast(over(rgba(color), behind), behind);
      if (isSeen(one) && ratio < 4.5) {
        found.push(finding(`its placeholder stands out only ${ratio.toFixed(2)} to 1, of 4.5 to 1`, one));
      }
    }
    return found;
  };

  // Backgrounds that say something vanish on paper unless they are asked for.
  const unprinted = () => {
    const found = [], seen = new Set();
    for (const one of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(one), ground = rgba(style.backgroundColor);
      if (!one.checkVisibility() || ground[3] === 0 || Math.min(...ground.slice(0, 3)) > 250
          || style.printColorAdjust === "exact") continue;
      const key = [...one.classList, one.parentElement.className].join();
      if (!seen.has(key)) found.push(finding("its background is not printed: print-color-adjust is not exact", one));
      seen.add(key);
    }
    return found;
  };

  const moving = () => [
    ...document.getAnimations().map((one) => finding("moves although less motion is preferred", one.effect.target)),
    ...[...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.scrollBehavior === "smooth" || /[1-9]/.test(style.transitionDuration)
          || /[1-9]/.test(style.animationDuration);
    }).map((one) => finding("has a transition or animation although less motion is preferred", one)),
  ];

  const scrollables = () => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return one !== document.documentElement && one.checkVisibility()
      && (overflows(style, "X") && one.scrollWidth > one.clientWidth + 1
        || overflows(style, "Y") && one.scrollHeight > one.clientHeight + 1);
  });

  // What Tab must reach, in the order of the document.
  const stops = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility());

  return { selector, name, finding, isSeen, layout, readable, faintMarks, unprinted, moving, scrollables, stops };
})();
