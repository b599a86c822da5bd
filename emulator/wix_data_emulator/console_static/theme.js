// Dark or light before the first paint; without a choice the system's own counts.
;(() => {
  const KEY = 'wix-data-emulator.theme'
  const read = () => {
    try {
      return localStorage.getItem(KEY) ?? 'auto'
    } catch {
      return 'auto'
    }
  }
  const apply = (theme) => document.documentElement.setAttribute('data-theme', theme)
  window.theme = {
    get: () => document.documentElement.getAttribute('data-theme'),
    set: (theme) => {
      apply(theme)
      try {
        localStorage.setItem(KEY, theme)
      } catch {
        // a browser that keeps nothing forgets this too
      }
    },
  }
  apply(read())
})()
