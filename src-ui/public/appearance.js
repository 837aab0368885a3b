// Runs before the first paint, so that a chosen theme and language never flash. See src/shared/appearance.ts.
try {
  var appearance = JSON.parse(localStorage.getItem('studio.appearance') || '{}')
  if (appearance.theme === 'light' || appearance.theme === 'dark') {
    document.documentElement.dataset.theme = appearance.theme
  }
  document.documentElement.lang = appearance.locale || (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en')
} catch {
  // Storage that is switched off or spoilt means the system's own look.
}

// The installed page has a name in the reader's language.
if (document.documentElement.lang === 'zh-CN') {
  var manifest = document.querySelector('link[rel=manifest]')
  manifest.href = manifest.href.replace('manifest.json', 'manifest.zh.json')
}
