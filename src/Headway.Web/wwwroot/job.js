// One job in the browser: every item as a cell however many they are, the log that stays at its end, menus that close.
const kinds = ['wait', 'wait', 'wait', 'run', 'retry', 'ok', 'skip', 'bad', 'off', 'bad'];
const words = ['blocked', 'scheduled', 'waiting', 'running', 'retrying', 'completed', 'skipped', 'failed', 'cancelled', 'quarantined'];
const firstFinal = 5, unknown = 15;
const pause = ms => new Promise(done => setTimeout(done, ms));

// The server knows where items are in runs; the browser keeps a byte an item, asks for what it lacks, and asks again only for windows
// that can still change: not those where everything has ended, nor, but for the first of them, those where nothing has begun.
class Grid extends HTMLElement {
  static observedAttributes = ['total', 'seq', 'life', 'open'];
  states = new Uint8Array(0);
  windows = [];
  asked = '';

  link(server, size) {
    [this.server, this.size] = [server, size];
    [this.map, this.scroller, this.cells] = ['map', 'scroll', 'cells'].map(name => this.querySelector(`[data-${name}]`));
    this.room = this.querySelector('[data-room]');
    this.watch = new ResizeObserver(() => this.arrange());
    this.watch.observe(this);
    this.scroller.addEventListener('scroll', () => this.later(), { passive: true });
    this.cells.addEventListener('mousemove', e => this.point(e));
    this.cells.addEventListener('mouseleave', () => this.point());
    this.cells.addEventListener('click', e => this.choose(e));
    this.map.addEventListener('click', e => this.go(e.offsetX / this.map.clientWidth));
    this.map.addEventListener('keydown', e => this.step(e));
    this.media = matchMedia('(prefers-color-scheme: dark)');
    this.repaint = () => { this.colors = null; this.later(); };
    this.media.addEventListener('change', this.repaint);
    this.theme = new MutationObserver(this.repaint);
    this.theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.arrange();
    this.load();
  }

  disconnectedCallback() {
    this.gone = true;
    this.watch?.disconnect();
    this.theme?.disconnect();
    this.media?.removeEventListener('change', this.repaint);
  }

  attributeChangedCallback() { if (this.server) this.load(); }
  get total() { return Number(this.getAttribute('total')); }

  async load() {
    if (this.loading) return void (this.again = true);
    this.loading = true;
    try {
      do {
        this.again = false;
        this.grow();
        for (const i of this.wanted()) {
          const bytes = await this.server.invokeMethodAsync('StatesAsync', i * this.size + 1);
          if (this.gone) return;
          this.take(i, bytes);
          this.later();
          await pause(20);
        }
        await pause(1000); // what happens meanwhile is asked for once
      } while (this.again && !this.gone);
    } catch { // the connection went: the page tells so itself, and loads again once it is back
    } finally { this.loading = false; }
  }

  grow() {
    const total = this.total, life = this.getAttribute('life') + this.hasAttribute('open');
    if (this.states.length !== total) {
      const states = new Uint8Array(total).fill(unknown);
      states.set(this.states.subarray(0, total));
      this.states = states;
      if (this.windows.length) this.windows[this.windows.length - 1].settled = false;
      this.arrange();
    }
    while (this.windows.length * this.size < total) this.windows.push({ settled: false, fresh: false });
    if (this.asked !== life) this.windows.forEach(one => { one.settled = one.fresh = false; });
    this.asked = life;
  }

  wanted() {
    const seen = Math.floor(this.firstShown() / this.size);
    const firstFresh = this.windows.findIndex(one => one.fresh);
    const open = [...this.windows.keys()].filter(i => !this.windows[i].settled && (!this.windows[i].fresh || i === firstFresh));
    return open.sort((a, b) => Math.abs(a - seen) - Math.abs(b - seen));
  }

  take(window, bytes) {
    const start = window * this.size;
    let at = start;
    if (bytes[0] === 1) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + 1);
      for (let i = 0; i + 4 <= view.byteLength; i += 4) {
        const run = view.getUint32(i, true);
        this.states.fill(run & 15, at, at += run >>> 4);
      }
    } else {
      const end = Math.min(this.states.length, start + this.size);
      for (let i = 0; at < end && 1 + (i >> 1) < bytes.length; at++, i++) this.states[at] = (bytes[1 + (i >> 1)] >> (i % 2 * 4)) & 15;
    }
    let settled = true, fresh = true;
    for (let i = start; i < Math.min(this.states.length, start + this.size); i++) {
      if (this.states[i] < firstFinal) settled = false;
      if (this.states[i] !== 2) fresh = false;
    }
    this.windows[window] = { settled, fresh };
  }

  arrange() {
    if (!this.cells) return;
    const n = this.states.length || this.total;
    this.cell = n > 20000 ? 9 : n > 4000 ? 11 : 14;
    this.columns = Math.max(1, Math.floor((this.scroller.clientWidth + 2) / this.cell));
    const rows = Math.ceil(n / this.columns), high = rows * this.cell;
    this.scroller.style.height = `${Math.min(300, high)}px`;
    this.room.style.height = `${high}px`;
    this.later();
  }

  firstShown() { return Math.floor((this.scroller?.scrollTop ?? 0) / this.cell) * this.columns; }

  later() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => { this.drawing = 0; this.paintCells(); this.paintMap(); });
  }

  surface(canvas, width, height) {
    const scale = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = width * scale; canvas.height = height * scale;
      if (canvas === this.cells) { canvas.style.width = `${width}px`; canvas.style.height = `${height}px`; }
    }
    const draw = canvas.getContext('2d');
    draw.setTransform(scale, 0, 0, scale, 0, 0);
    draw.clearRect(0, 0, width, height);
    return draw;
  }

  paint(kind) {
    this.colors ??= {};
    if (!this.colors[kind]) {
      const probe = document.createElement('span');
      probe.style.color = `var(--heat-${kind})`;
      this.append(probe);
      this.colors[kind] = getComputedStyle(probe).color;
      probe.remove();
    }
    return this.colors[kind];
  }

  paintCells() {
    const width = this.scroller.clientWidth, height = this.scroller.clientHeight;
    if (!width || !height) return;
    const draw = this.surface(this.cells, width, height), size = this.cell - 2, first = this.firstShown();
    const offset = -(this.scroller.scrollTop % this.cell);
    const last = Math.min(this.states.length, first + (Math.ceil(height / this.cell) + 1) * this.columns);
    for (let i = first; i < last; i++) {
      const state = this.states[i], kind = kinds[state];
      const x = (i - first) % this.columns * this.cell, y = Math.floor((i - first) / this.columns) * this.cell + offset;
      draw.globalAlpha = kind ? 1 : .35;
      draw.fillStyle = this.paint(kind ?? 'wait');
      draw.fillRect(x, y, size, size);
      if (kind !== 'bad') continue;
      draw.strokeStyle = this.paint('mark'); draw.lineWidth = 1.3; draw.beginPath(); // never colour alone
      draw.moveTo(x + size * .28, y + size * .28); draw.lineTo(x + size * .72, y + size * .72);
      draw.moveTo(x + size * .72, y + size * .28); draw.lineTo(x + size * .28, y + size * .72); draw.stroke();
    }
    draw.globalAlpha = 1;
  }

  // The whole job on one line: a column stands for its share of the items, stacked by state; what fails is never too thin to see.
  paintMap() {
    const width = this.map.clientWidth, height = 30, n = this.states.length;
    if (!width || !n) return;
    const draw = this.surface(this.map, width, height), order = ['ok', 'skip', 'run', 'retry', 'bad', 'off', 'wait'];
    const bars = Math.min(n, Math.floor(width / 2)), step = Math.max(1, Math.floor(n / bars / 400));
    for (let bar = 0; bar < bars; bar++) {
      const from = Math.floor(bar * n / bars), to = Math.floor((bar + 1) * n / bars), count = {};
      let seen = 0;
      for (let i = from; i < to; i += step, seen++) { const kind = kinds[this.states[i]] ?? 'wait'; count[kind] = (count[kind] ?? 0) + 1; }
      let y = height;
      for (const kind of order) {
        if (!count[kind]) continue;
        const tall = Math.max(kind === 'bad' || kind === 'run' ? 3 : 0, height * count[kind] / seen);
        draw.fillStyle = this.paint(kind);
        draw.fillRect(bar * width / bars, Math.max(0, y - tall), width / bars + .5, tall);
        y -= tall;
      }
    }
    const rows = Math.ceil(n / this.columns), x = this.firstShown() / n * width;
    const shown = Math.min(width, Math.max(4, this.scroller.clientHeight / (rows * this.cell) * width));
    if (shown < width - 1) {
      draw.strokeStyle = getComputedStyle(this).color; draw.lineWidth = 2;
      draw.strokeRect(Math.min(x, width - shown) + 1, 1, Math.max(3, shown - 2), height - 2);
    }
    this.map.setAttribute('aria-valuenow', String(this.firstShown() + 1));
  }

  go(share) { this.scroller.scrollTop = this.room.clientHeight * share - this.scroller.clientHeight / 2; this.load(); }

  step(e) {
    const page = this.scroller.clientHeight;
    const by = { ArrowRight: page / 2, ArrowLeft: -page / 2, PageDown: page * 5, PageUp: -page * 5, Home: -1e9, End: 1e9 }[e.key];
    if (!by) return;
    e.preventDefault();
    this.scroller.scrollTop += by;
  }

  at(e) {
    const box = this.cells.getBoundingClientRect(), column = Math.floor((e.clientX - box.left) / this.cell);
    const row = Math.floor((e.clientY - box.top + this.scroller.scrollTop % this.cell) / this.cell);
    const i = this.firstShown() + row * this.columns + column;
    return column < this.columns && i < this.states.length ? i : -1;
  }

  point(e) {
    const i = e ? this.at(e) : -1;
    this.cells.dataset.tip = i < 0 ? '' : `#${(i + 1).toLocaleString('en')} ${words[this.states[i]] ?? ''}`;
    window.headway.tip?.(this.cells, e?.clientX ?? 0, (e?.clientY ?? 0) - 12);
  }

  choose(e) {
    const i = this.at(e), url = new URL(location.href);
    if (i < 0) return;
    url.searchParams.set('item', i + 1);
    Blazor.navigateTo(url.href);
  }
}

// A log that stays at its end while whoever reads it is there.
class Tail extends HTMLElement {
  connectedCallback() {
    this.atEnd = true;
    this.scrollTop = this.scrollHeight;
    this.addEventListener('scroll', () => { this.atEnd = this.scrollHeight - this.scrollTop - this.clientHeight < 24; }, { passive: true });
    this.grown = new MutationObserver(() => { if (this.atEnd) this.scrollTop = this.scrollHeight; });
    this.grown.observe(this, { childList: true });
  }
  disconnectedCallback() { this.grown?.disconnect(); }
}

window.headway.grid = (element, server, size) => element.link(server, size);
customElements.define('hw-grid', Grid);
customElements.define('hw-tail', Tail);

function closeMenus(except) {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (menu !== except) menu.open = false;
}

document.addEventListener('click', e => {
  if (!(e.target instanceof Element)) return;
  const menu = e.target.closest('details.menu');
  closeMenus(e.target.closest('.menu-list button, .menu-list a') ? null : menu);
  const copy = e.target.closest('[data-copy]');
  if (copy) window.headway.copy(copy.dataset.copy);
});
document.addEventListener('keydown', e => {
  const open = e.key === 'Escape' && document.querySelector('details.menu[open]');
  if (!open) return;
  open.open = false;
  open.querySelector('summary').focus();
});
