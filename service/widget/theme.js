// Runs before the first paint, so that the theme that the reader did not choose never flashes up.
// A classic script for that reason: modules run late.
(() => {
  const KEY = "dateline.theme";
  const root = document.documentElement;
  const darkSystem = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be forbidden or full: then the choice lasts as long as the page.
  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function store(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      /* nothing to do: the page has the theme already */
    }
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : darkSystem.matches;
  }

  function apply(theme) {
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  }

  function prepare(toggle) {
    const tell = () => toggle.setAttribute("aria-pressed", String(isDark()));
    toggle.addEventListener("click", () => {
      apply(isDark() ? "light" : "dark");
      store(root.dataset.theme);
      tell();
    });
    darkSystem.addEventListener("change", tell);
    toggle.hidden = false;
    tell();
  }

  apply(stored());
  addEventListener("DOMContentLoaded", () => {
    const toggle = document.getElementById("theme");
    if (toggle) prepare(toggle);
  });
})();
