// A chart drawn by the server; here it tells the exact counts of the point under the pointer or the arrow keys, without a round trip.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const whole = new Intl.DateTimeFormat(undefined, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat('en');

class Chart extends HTMLElement {
  static observedAttributes = ['values'];
  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    this.line = document.createElement('i');
    Object.assign(this.line.style, {
      position: 'absolute', width: '1px', background: 'var(--text-3)', pointerEvents: 'none', display: 'none',
    });
    this.shadowRoot.append(this.line, document.createElement('slot'));
    this.index = -1;
    this.addEventListener('pointermove', e => this.show(this.at(e.clientX)));
    this.addEventListener('pointerleave', () => this.hide());
    this.addEventListener('blur', () => this.hide());
    this.addEventListener('focus', () => { if (this.matches(':focus-visible')) this.show(this.index < 0 ? this.count - 1 : this.index); });
    this.addEventListener('keydown', e => this.key(e));
    this.addEventListener('click', () => this.open());
  }
  attributeChangedCallback() { if (this.line.style.display === 'block') this.show(Math.min(this.index, this.count - 1)); }
  get series() { return (this.getAttribute('values') ?? '').split(';').map(one => one.split(',').map(Number)); }
  get count() { return this.series[0].length; }
  get plot() { return this.querySelector('svg').getBoundingClientRect(); }
  at(x) {
    const box = this.plot, last = this.count - 1;
    return Math.max(0, Math.min(last, Math.round((x - box.left) / box.width * last)));
  }
  timeOf(i) {
    const from = Number(this.getAttribute('start')) + i * Number(this.getAttribute('step'));
    return [from, from + Number(this.getAttribute('step'))];
  }
  textOf(i) {
    const [from, to] = this.timeOf(i), long = Number(this.getAttribute('step')) * this.count > 86400000 * 1.5;
    const names = this.getAttribute('names').split(';'), units = (this.getAttribute('units') ?? '').split(';');
    const days = Math.round((to - from) / 86400000); // whole days are those of UTC, as they were summed
    const when = days > 1 ? `${whole.format(from)} – ${whole.format(to - 1)}` : days === 1 ? whole.format(from)
      : `${(long ? day : clock).format(from)} – ${clock.format(to)}`;
    return [when, ...this.series.map((values, s) => `${said(values[i], units[s])} ${names[s]}`)].join('\n');
  }
  show(i) {
    if (i < 0) return;
    this.index = i;
    const box = this.plot, mine = this.getBoundingClientRect(), x = box.left + box.width * (this.count < 2 ? 0 : i / (this.count - 1));
    Object.assign(this.line.style, {
      display: 'block', left: `${x - mine.left}px`, top: `${box.top - mine.top}px`, height: `${box.height}px`,
    });
    this.dataset.tip = this.textOf(i);
    this.setAttribute('aria-valuenow', i);
    this.setAttribute('aria-valuetext', this.dataset.tip.replaceAll('\n', ', '));
    window.headway.tip(this, x, box.top + 4);
  }
  hide() {
    this.line.style.display = 'none';
    delete this.dataset.tip;
    window.headway.tip(null);
  }
  key(e) {
    const last = this.count - 1, at = this.index < 0 ? last : this.index;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last, PageUp: at - 10, PageDown: at + 10 }[e.key];
    if (to !== undefined) { e.preventDefault(); this.show(Math.max(0, Math.min(last, to))); }
    if (e.key === 'Enter') this.open();
  }
  open() {
    const href = this.getAttribute('href');
    if (!href || this.index < 0) return;
    const [from, to] = this.timeOf(this.index).map(at => new Date(at).toISOString().slice(0, 16));
    Blazor.navigateTo(new URL(`${href}${href.includes('?') ? '&' : '?'}from=${from}&to=${to}`, document.baseURI).href);
  }
}

function said(value, unit) {
  if (Number.isNaN(value)) return 'nothing';
  if (unit === 's')
    return value < 1 ? `${Math.round(value * 1000)} ms` : value < 60 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
  return unit === '%' ? `${value.toFixed(1)} %` : unit ? `${number.format(value)} ${unit}` : number.format(value);
}

customElements.define('hw-chart', Chart);

// A time to filter by: the address has it in UTC, the person chooses it by the own clock.
class When extends HTMLElement {
  static observedAttributes = ['utc'];
  connectedCallback() { this.addEventListener('change', () => this.go()); this.fill(); }
  attributeChangedCallback() { this.fill(); }
  fill() {
    const input = this.querySelector('input'), text = this.getAttribute('utc');
    if (!input) return;
    const at = text ? new Date(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`) : null;
    const value = at && !Number.isNaN(at.getTime()) ? new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16) : '';
    if (input.value !== value) input.value = value;
  }
  go() {
    const value = this.querySelector('input').value, url = new URL(location.href);
    ['after', 'trail'].forEach(name => url.searchParams.delete(name));
    if (value) url.searchParams.set(this.getAttribute('name'), new Date(value).toISOString().slice(0, 16));
    else url.searchParams.delete(this.getAttribute('name'));
    Blazor.navigateTo(url.href);
  }
}

customElements.define('hw-when', When);
