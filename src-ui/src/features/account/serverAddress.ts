/** The page of a server by what somebody typed: `nas:51130`, `https://studio.example.com`; null when it is no address. */
export function pageOf(typed: string): string | null {
  const text = typed.trim()
  if (text === '') return null
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || url.hostname === '' || url.username || url.password) return null
  const base = url.pathname.replace(/\/(webui(\/.*)?)?$/, '')
  return `${url.origin}${base}/webui/`
}
