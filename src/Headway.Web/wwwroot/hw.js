// What the page does by itself: the connection pill, times that tick, the theme, tool tips of what repaints often.
// None of it needs the server, so it works while the server is away.
const root = document.documentElement;
const offset = Number(document.querySelector('meta[name=hw-now]')?.content ?? Date.now()) - Date.now();
const now = () => Date.now() + offset;

// ---- connection -------------------------------------------------------------------------------------------------
const words = { live: 'Real-time', connecting: 'Connecting', offline: 'Disconnected' };
const connection = { state: 'connecting', trueAt: now(), tries: 0, busy: false, timer: 0, storeStale: false };

function show(state) {
  if (connection.state === 'live' && state !== 'live') connection.trueAt = now();
  connection.state = state;
  paintPill();
}

function paintPill() {
  const state = connection.state === 'live' && connection.storeStale ? 'connecting' : connection.state;
  root.dataset.connection = state;
  const pill = document.querySelector('hw-pill');
  pill?.paint(state, connection);
}

async function reconnect() {
  if (connection.busy || connection.state === 'live') return;
  connection.busy = true;
  clearTimeout(connection.timer);
  try {
    if (await Blazor.reconnect()) return show('live');
    await reload(); // the server is back and knows this page no more
  } catch {
    connection.tries++;
    if (connection.tries > 1) show('offline');
    connection.timer = setTimeout(reconnect, Math.min(4000, 250 * 2 ** Math.min(connection.tries, 4)));
  } finally {
    connection.busy = false;
  }
}

async function reload() {
  const answer = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
  if (answer.status >= 500) throw new Error('not ready');
  location.reload();
}

function lost() {
  connection.tries = 0;
  show('connecting');
  reconnect();
}

window.headway = {
  interactive() { show('live'); },
  store(stale, trueAt) { connection.storeStale = stale; if (stale) connection.trueAt = trueAt; paintPill(); },
  focus(selector) { document.querySelector(selector)?.focus(); },
  copy(text) { return navigator.clipboard?.writeText(text); },
  keep, tip, setTheme, now,
  kept(key) { try { return localStorage.getItem(key); } catch { return null; } },
};

class Pill extends HTMLElement {
  connectedCallback() { this.paint(connection.state === 'live' ? 'live' : connection.state, connection); }
  paint(state, { trueAt, storeStale }) {
    this.dataset.state = state;
    const label = this.querySelector('[data-word]');
    const age = this.querySelector('[data-age]');
    if (!label || !age) return;
    label.textContent = words[state];
    const old = state === 'live' ? '' : ago(now() - trueAt);
    age.textContent = old && `· data ${old} old`;
    this.dataset.tip = state === 'live' ? 'What you see is true now; it changes by itself.'
      : storeStale ? 'The server waits for its database. It goes on by itself.'
      : state === 'offline' ? 'The server does not answer. This page tries again for as long as it is open.'
      : 'Getting in touch with the server.';
  }
}

// ---- time -------------------------------------------------------------------------------------------------------
function ago(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} d`;
}

function span(ms) {
  const s = Math.max(0, ms / 1000);
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${String(Math.floor(s % 60)).padStart(2, '0')}s`;
  return `${Math.floor(s / 3600)}h ${String(Math.floor(s / 60) % 60).padStart(2, '0')}m`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const date = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
const times = new Set();

// The server's text stays in the light tree for readers without scripts; the shadow shows it in the viewer's zone, ticking.
class Time extends HTMLElement {
  static observedAttributes = ['at', 'mode', 'until'];
  constructor() { super(); this.attachShadow({ mode: 'open' }); }
  connectedCallback() { times.add(this); this.paint(); }
  disconnectedCallback() { times.delete(this); }
  attributeChangedCallback() { this.paint(); }
  paint() {
    const at = Number(this.getAttribute('at'));
    if (!at) return;
    const mode = this.getAttribute('mode');
    const until = this.getAttribute('until');
    let text;
    if (mode === 'span') text = span((until ? Number(until) : now()) - at);
    else if (mode === 'clock') text = clock.format(at);
    else if (mode === 'minute') text = minute.format(at);
    else if (mode === 'day') text = day.format(at);
    else if (mode === 'date') text = date.format(at);
    else if (mode === 'age') text = now() - at < 3000 ? 'just now' : `${ago(now() - at)} ago`;
    else text = at > now() + 1000 ? `in ${ago(at - now())}` : now() - at < 3000 ? 'just now' : `${ago(now() - at)} ago`;
    if (this.shadowRoot.textContent !== text) this.shadowRoot.textContent = text;
    if (mode !== 'span' && !this.hasAttribute('plain')) this.dataset.tip = whole.format(at);
  }
}

// ---- heat: every item a cell; the server sends one letter an item ------------------------------------------------
const states = { wait: 'waiting', run: 'running', retry: 'retrying', ok: 'completed', skip: 'skipped', bad: 'failed', off: 'cancelled' };
const letters = { b: 'wait', s: 'wait', r: 'wait', R: 'run', t: 'retry', c: 'ok', k: 'skip', f: 'bad', x: 'off', q: 'bad' };

class Heat extends HTMLElement {
  static observedAttributes = ['cells'];
  connectedCallback() {
    this.canvas = document.createElement('canvas');
    this.append(this.canvas);
    this.watch = new ResizeObserver(() => this.paint());
    this.watch.observe(this);
    this.addEventListener('mousemove', e => this.point(e));
    this.addEventListener('click', e => this.open(e));
  }
  disconnectedCallback() { this.watch?.disconnect(); }
  attributeChangedCallback() { this.paint(); }
  layout() {
    const n = (this.getAttribute('cells') ?? '').length, w = this.clientWidth;
    const size = n > 600 ? 9 : n > 200 ? 12 : 16, columns = Math.max(1, Math.floor((w + 2) / (size + 2)));
    return { n, w, size, columns, rows: Math.ceil(n / columns) };
  }
  paint() {
    if (!this.canvas || !this.clientWidth) return;
    const { n, w, size, columns, rows } = this.layout();
    const scale = devicePixelRatio || 1, h = rows * (size + 2), cells = this.getAttribute('cells') ?? '';
    this.canvas.width = w * scale; this.canvas.height = h * scale;
    this.canvas.style.width = `${w}px`; this.canvas.style.height = `${h}px`;
    const draw = this.canvas.getContext('2d'), colors = {};
    draw.scale(scale, scale);
    for (let i = 0; i < n; i++) {
      const kind = letters[cells[i]] ?? 'wait';
      draw.fillStyle = colors[kind] ??= color(this, `--heat-${kind}`);
      const x = (i % columns) * (size + 2), y = Math.floor(i / columns) * (size + 2);
      draw.beginPath(); draw.roundRect(x, y, size, size, 2.5); draw.fill();
      if (kind === 'bad') { // never colour alone
        draw.strokeStyle = colors.mark ??= color(this, '--heat-mark'); draw.lineWidth = 1.5; draw.beginPath();
        draw.moveTo(x + size * .3, y + size * .3); draw.lineTo(x + size * .7, y + size * .7);
        draw.moveTo(x + size * .7, y + size * .3); draw.lineTo(x + size * .3, y + size * .7); draw.stroke();
      }
    }
  }
  at(e) {
    const { n, size, columns } = this.layout(), box = this.canvas.getBoundingClientRect();
    const i = Math.floor((e.clientY - box.top) / (size + 2)) * columns + Math.floor((e.clientX - box.left) / (size + 2));
    return i >= 0 && i < n && (e.clientX - box.left) < columns * (size + 2) ? i : -1;
  }
  point(e) {
    const i = this.at(e);
    this.dataset.tip = i < 0 || !this.hasAttribute('exact') ? '' : `#${i + 1} ${states[letters[this.getAttribute('cells')[i]]] ?? ''}`;
    tip(this, e.clientX, e.clientY - 12);
  }
  open(e) {
    const i = this.at(e);
    if (i >= 0 && this.hasAttribute('exact')) Blazor.navigateTo(withQuery('item', i + 1));
  }
}

function color(element, name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function withQuery(name, value) {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  return url.href;
}

// ---- tool tips of plain elements ----------------------------------------------------------------------------------
const bubble = document.createElement('div');
bubble.className = 'hw-tip';
bubble.setAttribute('role', 'tooltip');
bubble.hidden = true;

function tip(element, x, y) {
  const text = element?.dataset.tip;
  bubble.hidden = !text;
  if (!text) return;
  bubble.textContent = text;
  const box = bubble.getBoundingClientRect();
  bubble.style.left = `${Math.max(6, Math.min(innerWidth - box.width - 6, x - box.width / 2))}px`;
  bubble.style.top = `${y - box.height < 6 ? y + 28 : y - box.height}px`;
}

function tipOf(e) {
  const element = e.target instanceof Element ? e.target.closest('[data-tip]') : null;
  if (!element) return void (bubble.hidden = true);
  const box = element.getBoundingClientRect();
  if (!/^HW-(HEAT|CHART)$/.test(element.tagName)) tip(element, box.left + box.width / 2, box.top - 6);
}

// ---- theme, keys --------------------------------------------------------------------------------------------------
function keep(key, value) {
  try { localStorage.setItem(key, value); return true; } catch { return false; }
}

function setTheme(theme) {
  if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
  root.dataset.themeKept = String(keep('hw-theme', theme)); // false in a private window: the choice lasts as long as the page
  markTheme();
  repaint();
}

function repaint() {
  document.querySelectorAll('hw-heat').forEach(heat => heat.paint());
}

function markTheme() {
  const theme = root.dataset.theme ?? 'auto';
  for (const button of document.querySelectorAll('[data-set-theme]'))
    button.setAttribute('aria-pressed', String(button.dataset.setTheme === theme));
}

document.addEventListener('click', e => {
  const button = e.target instanceof Element ? e.target.closest('[data-set-theme]') : null;
  if (button) setTheme(button.dataset.setTheme);
  if (!(e.target instanceof Element)) return;
  const opener = e.target.closest('[data-open]');
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (e.target.closest('[data-close]') || e.target.matches('dialog')) e.target.closest('dialog')?.close();
});
document.addEventListener('mouseover', tipOf);
document.addEventListener('focusin', tipOf);
document.addEventListener('focusout', () => { bubble.hidden = true; });
document.addEventListener('scroll', () => { bubble.hidden = true; }, { capture: true, passive: true });
document.addEventListener('keydown', e => {
  if (e.key === 'Escape') {
    bubble.hidden = true;
    if (!document.querySelector('dialog[open]')) document.querySelector('[data-escape]')?.click();
    return;
  }
  const typing = e.target instanceof HTMLElement && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName));
  if (e.key === '/' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
    const search = document.querySelector('[data-search]');
    if (search) { e.preventDefault(); search.focus(); }
  }
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);

document.body.append(bubble);
customElements.define('hw-pill', Pill);
customElements.define('hw-time', Time);
customElements.define('hw-heat', Heat);
markTheme();
new MutationObserver(markTheme).observe(document.body, { childList: true });
setInterval(() => { times.forEach(time => time.paint()); if (root.dataset.connection !== 'live') paintPill(); }, 1000);
addEventListener('online', () => reconnect());
document.addEventListener('visibilitychange', () => { if (!document.hidden) reconnect(); });

Blazor.start({
  ssr: { disableDomPreservation: true },
  circuit: {
    configureSignalR: builder => builder.withServerTimeout(12000).withKeepAliveInterval(4000),
    reconnectionHandler: { onConnectionDown: lost, onConnectionUp: () => show('live') },
  },
}).catch(() => lost());
