// What the gates ask of a page. Each function returns the faults it finds, in words.

const CONTROLS =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";

const parts = () => [...document.body.querySelectorAll("*")];

const named = (element) => {
  const words = element.getAttribute("aria-label") || element.innerText || element.name || element.className || "";
  return `<${element.localName}> ${String(words.baseVal ?? words).trim().slice(0, 40)}`;
};

const seen = (element) => {
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return shown && box.width > 1 && box.height > 1 && !element.closest("[inert]");
};

const controls = () => [...document.querySelectorAll(CONTROLS)].filter((one) => seen(one) && !one.disabled);

const clips = (element) => {
  const style = getComputedStyle(element);
  return style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && seen(element);
};

const gates = {
  sideways() {
    const page = document.documentElement;
    const over = page.scrollWidth - page.clientWidth;
    if (over <= 0) return [];
    const wide = parts().filter((one) => seen(one) && one.getBoundingClientRect().right > page.clientWidth + 1);
    return [`scrolls sideways by ${over} pixels: ${wide.slice(0, 3).map(named).join(", ")}`];
  },

  cutOff() {
    const hides = (one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
    const cut = parts().filter((one) => clips(one) && hides(one) && one.scrollWidth > one.clientWidth + 1);
    return cut.filter((one) => !["svg", "input"].includes(one.localName)).map((one) => `cut off: ${named(one)}`);
  },

  cutOffOnPaper() {
    const cut = parts().filter((one) => clips(one) && one.scrollWidth > one.clientWidth + 1);
    return cut.filter((one) => !["svg", "input", "select"].includes(one.localName)).map((one) => `cut off: ${named(one)}`);
  },

  navigation() {
    return [...document.querySelectorAll("nav, [role=navigation]")].filter(seen).map((one) => `printed: ${named(one)}`);
  },

  paleOnPaper() {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const luminance = (colour) => {
      canvas.fillStyle = "#fff"; // what is transparent shows the paper
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const pale = (one) => 1.05 / (luminance(getComputedStyle(one).color) + 0.05) < 4.5;
    return parts().filter((one) => hasText(one) && seen(one) && pale(one)).map((one) => `too pale on paper: ${named(one)}`);
  },

  moving() {
    const longest = (text) => Math.max(...text.split(",").map((one) => parseFloat(one) * (/ms$/.test(one.trim()) ? 1 : 1000)));
    const moves = (one) =>
      ["", "::before", "::after"].some((part) => {
        const style = getComputedStyle(one, part || null);
        const animated = style.animationName !== "none" && longest(style.animationDuration) > 1;
        return animated || longest(style.transitionDuration) > 1;
      });
    return parts().filter((one) => seen(one) && moves(one)).map((one) => `moves: ${named(one)}`);
  },

  small() {
    const area = (one) => {
      const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
      const right = Math.max(...boxes.map((box) => box.right));
      const bottom = Math.max(...boxes.map((box) => box.bottom));
      return [right - Math.min(...boxes.map((box) => box.left)), bottom - Math.min(...boxes.map((box) => box.top))];
    };
    const inText = (one) => one.localName === "a" && getComputedStyle(one).display === "inline";
    const little = controls().filter((one) => !inText(one) && Math.min(...area(one)) < 23.9);
    return little.map((one) => `smaller than 24 pixels: ${named(one)} ${area(one).map(Math.round).join(" × ")}`);
  },

  orderForced() {
    return [...document.querySelectorAll("[tabindex]")].filter((one) => one.tabIndex > 0).map((one) => `jumps the queue: ${named(one)}`);
  },

  hiddenIcons() {
    const canvas = document.createElement("div");
    canvas.style.cssText = "color: Canvas; forced-color-adjust: none";
    document.body.append(canvas);
    const paper = getComputedStyle(canvas).color;
    canvas.remove();
    const masked = (one, part) => {
      const style = getComputedStyle(one, part);
      const shape = style.maskImage !== "none" && style.display !== "none" && style.content !== "none";
      return shape && style.backgroundColor === paper;
    };
    const drawn = (one) => {
      const style = getComputedStyle(one);
      const lines = [style.stroke, style.fill].filter((paint) => paint !== "none");
      return one.localName === "svg" && lines.length > 0 && lines.every((paint) => paint === paper);
    };
    const gone = (one) => masked(one, null) || masked(one, "::before") || masked(one, "::after") || drawn(one);
    return parts().filter((one) => seen(one) && gone(one)).map((one) => `icon not to be seen: ${named(one)}`);
  },
};

const ring = (element) => {
  const style = getComputedStyle(element);
  const outline = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "" : style.outlineColor;
  const clear = /, 0\)$|\/ 0\)$/.test(outline);
  return { outline: clear ? "" : outline, rest: `${style.boxShadow} ${style.borderColor} ${style.backgroundColor}` };
};

const walk = {
  begin(most) {
    window.walked = { waiting: new Map(controls().slice(0, most).map((one) => [one, ring(one).rest])), faults: [] };
    const start = document.createElement("span"); // Tab goes on from where the focus was last
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    scrollTo(0, 0);
    return window.walked.waiting.size;
  },

  step() {
    const { waiting, faults } = window.walked;
    const element = document.activeElement;
    if (!element || element === document.body) return waiting.size === 0;
    const around = [element, element.parentElement, ...(element.labels ?? [])];
    if (!around.some((one) => ring(one).outline) && ring(element).rest === waiting.get(element)) {
      faults.push(`focus not to be seen: ${named(element)}`);
    }
    const box = element.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    const hit = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (element.contains(top) || top.contains(element) && top !== document.body && top !== document.documentElement);
    });
    if (!hit) faults.push(`focus is covered by something: ${named(element)}`);
    waiting.delete(element);
    return waiting.size === 0;
  },

  end() {
    const { waiting, faults } = window.walked;
    const sameGroup = (one) => one.type === "radio"; // one of a group stands for all
    const missed = [...waiting.keys()].filter((one) => one.isConnected && seen(one) && !sameGroup(one));
    return [...faults, ...missed.map((one) => `not reached by Tab: ${named(one)}`)];
  },
};
