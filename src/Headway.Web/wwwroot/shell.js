// What a person does anywhere: keys, the palette, live on or off, notifications. The pages know nothing of it.
const base = document.baseURI;
const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
let server = null;

Object.assign(window.headway, {
  shell(calls) { server = calls; markBell(); return { live: wantsLive(), notify: wantsNotes() }; },
  notify(title, body, href) {
    if (Notification.permission !== 'granted') return;
    const note = new Notification(title, { body, tag: href, icon: new URL('_content/Headway.Web/favicon.svg', base).href });
    note.onclick = () => { window.focus(); Blazor.navigateTo(new URL(href, base).href); note.close(); };
  },
});

const wantsLive = () => read('hw-live') !== 'off';
const wantsNotes = () => read('hw-notify') === 'on' && 'Notification' in window && Notification.permission === 'granted';

// ---- notifications ------------------------------------------------------------------------------------------------
async function toggleNotes() {
  if (!('Notification' in window)) return markBell();
  const on = wantsNotes();
  if (!on && Notification.permission === 'default') await Notification.requestPermission();
  window.headway.keep('hw-notify', on ? 'off' : 'on');
  markBell();
  await server?.invokeMethodAsync('Notify', wantsNotes());
}

function markBell() {
  for (const bell of document.querySelectorAll('[data-notify]')) {
    bell.setAttribute('aria-pressed', String(wantsNotes()));
    bell.dataset.tip = !('Notification' in window) ? 'This browser shows notifications only over HTTPS or on localhost'
      : Notification.permission === 'denied' ? 'Notifications are blocked for this page; allow them in the browser’s site settings'
      : wantsNotes() ? 'Ends of jobs are told; click to stop' : 'Tell me when jobs end';
  }
}

// ---- palette ------------------------------------------------------------------------------------------------------
const dialog = () => document.getElementById('palette');
const list = () => document.getElementById('palette-list');
let jobs = [], asked = '', typing = 0, chosen = 0;

function openPalette() {
  const box = dialog();
  if (!box || box.open) return;
  document.querySelectorAll('dialog[open]').forEach(other => other.close());
  box.querySelector('input').value = '';
  jobs = []; asked = ''; chosen = 0;
  box.showModal();
  fill();
}

const textOf = element => (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim();

function verbs() {
  const on = document.querySelectorAll('#main [data-verb], #main .hw-title .actions :is(button, a.btn)');
  return [...on].filter(element => !element.disabled).map(element => ({ name: textOf(element), kind: 'Here', run: () => element.click() }));
}

function commands() {
  const press = selector => () => document.querySelector(selector)?.click();
  return [
    ...verbs(),
    ...[...document.querySelectorAll('.hw-nav [data-key]')].map(link =>
      ({ name: textOf(link), kind: 'Page', keys: `g ${link.dataset.key}`, run: () => link.click() })),
    { name: wantsLive() ? 'Hold live updates' : 'Go on with live updates', kind: 'Shell', keys: 'r', run: press('[data-live-switch]') },
    { name: 'Show all keys', kind: 'Shell', keys: '?', run: () => document.getElementById('keys')?.showModal() },
    ...['Light', 'Dark', 'Auto'].map(word =>
      ({ name: `Theme: ${word.toLowerCase()}`, kind: 'Shell', run: () => window.headway.setTheme(word.toLowerCase()) })),
    { name: wantsNotes() ? 'Stop telling me when jobs end' : 'Tell me when jobs end', kind: 'Shell', run: toggleNotes },
  ];
}

function fill() {
  const words = dialog().querySelector('input').value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = commands().filter(one => words.every(word => one.name.toLowerCase().includes(word)));
  const found = jobs.map(job =>
    ({ name: job.name, more: job.more, badge: job, kind: 'Job', run: () => Blazor.navigateTo(new URL(job.href, base).href) }));
  const all = words.length ? [...fits, ...found] : fits;
  chosen = Math.min(chosen, Math.max(0, all.length - 1));
  list().replaceChildren(...all.map(row), ...(all.length ? [] : [nothing(words)]));
  list().rows = all;
  mark();
}

function row(one, i) {
  const element = document.createElement('div');
  element.id = `palette-${i}`;
  element.className = 'choice';
  element.setAttribute('role', 'option');
  const name = document.createElement('b'), more = document.createElement('small'), side = document.createElement('span');
  name.textContent = one.name;
  more.textContent = one.more ?? '';
  side.className = one.badge ? `badge ${one.badge.tone}` : 'kind';
  side.textContent = one.badge ? one.badge.status : one.keys ?? { Here: 'on this page', Page: 'page', Shell: '' }[one.kind];
  element.append(name, more, side);
  element.onmousemove = () => { if (chosen !== i) { chosen = i; mark(); } };
  element.onclick = () => run(i);
  return element;
}

function nothing(words) {
  const element = document.createElement('p');
  element.textContent = words.length ? 'No page, verb or job fits.' : 'Type a job’s name or id, a page, or a verb.';
  return element;
}

function mark() {
  const input = dialog().querySelector('input');
  [...list().querySelectorAll('.choice')].forEach((element, i) => element.setAttribute('aria-selected', String(i === chosen)));
  const on = document.getElementById(`palette-${chosen}`);
  if (on) input.setAttribute('aria-activedescendant', on.id); else input.removeAttribute('aria-activedescendant');
  on?.scrollIntoView({ block: 'nearest' });
}

function run(i) {
  const one = list().rows?.[i];
  if (!one) return;
  dialog().close();
  one.run();
}

async function find(text) {
  asked = text;
  const found = text.length < 2 || !server ? [] : await server.invokeMethodAsync('FindJobs', text);
  if (asked !== text || !dialog().open) return;
  jobs = found;
  fill();
}

document.addEventListener('input', e => {
  if (!(e.target instanceof HTMLInputElement) || !e.target.closest('#palette')) return;
  chosen = 0;
  fill();
  clearTimeout(typing);
  typing = setTimeout(() => find(e.target.value.trim()), 120);
});

// ---- keys ---------------------------------------------------------------------------------------------------------
let afterG = -Infinity;
const isTyping = target => target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function inPalette(e) {
  const many = list().rows?.length ?? 0;
  if (e.key === 'ArrowDown') chosen = many ? (chosen + 1) % many : 0;
  else if (e.key === 'ArrowUp') chosen = many ? (chosen + many - 1) % many : 0;
  else if (e.key !== 'Enter') return;
  e.preventDefault();
  if (e.key === 'Enter') run(chosen); else mark();
}

// In a list: the row whose name has the focus is the one that keys are about.
function toRow(step) {
  const names = [...document.querySelectorAll('table[data-rows] tbody a.name')];
  const at = names.indexOf(document.activeElement?.closest('tr')?.querySelector('a.name'));
  names[Math.max(0, Math.min(names.length - 1, at < 0 ? 0 : at + step))]?.focus();
}

const keys = {
  j: () => toRow(1),
  k: () => toRow(-1),
  x: () => document.activeElement?.closest('table[data-rows] tbody tr')?.querySelector('input[type=checkbox]')?.click(),
  '?': () => document.getElementById('keys')?.showModal(),
  r: () => document.querySelector('[data-live-switch]')?.click(),
  u: () => window.headway.copy(location.href),
};

document.addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    return dialog()?.open ? dialog().close() : openPalette();
  }
  if (dialog()?.open) return inPalette(e);
  if (isTyping(e.target) || e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return;
  if (performance.now() - afterG < 1500) {
    afterG = -Infinity;
    const link = document.querySelector(`.hw-nav [data-key="${CSS.escape(e.key)}"]`);
    if (link) { e.preventDefault(); link.click(); }
    return;
  }
  if (e.key === 'g') afterG = performance.now();
  else if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
});

document.addEventListener('click', e => {
  if (!(e.target instanceof Element)) return;
  if (e.target.closest('[data-palette]')) openPalette();
  if (e.target.closest('[data-notify]')) toggleNotes();
  if (innerWidth < 960 && e.target.closest('.hw-nav a')) document.querySelector('.hw-menu-button[aria-expanded=true]')?.click();
});
