// Runs before the first paint, so that a chosen theme never flashes. Absent choice: the system's, by color-scheme.
(() => {
  const root = document.documentElement;
  const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const theme = read('hw-theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
})();
