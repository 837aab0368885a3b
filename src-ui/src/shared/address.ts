/**
 * Where the page and its server live. The server writes the page's own path into its document, so that one build serves any
 * path prefix (`STUDIO_BASE_PATH`): `/webui/`, or `/studio/webui/` behind a proxy that shares its host.
 */
export const pageBase =
  document.querySelector<HTMLMetaElement>('meta[name="studio-base"]')?.content ?? '/webui/'

const { pathname, search, hash } = window.location

/**
 * Where the page should have been opened, if it was reached past the proxy that adds the path prefix: the server answers there,
 * too, but the page lives at one address. Read as the first thing of all, because the router writes an address of its own into
 * the browser as soon as it exists.
 */
export const rightAddress = pathname.startsWith(pageBase)
  ? undefined
  : pageBase + pathname.replace(/^\/webui\/?/, '') + search + hash

/** What the server's own addresses begin with: `/`, or `/studio/`. */
export const serverBase = pageBase.replace(/webui\/$/, '')

/** The address of a path of the server, for what does not go through the API client. Addresses in answers have it already. */
export const serverPath = (path: `/${string}`): string => serverBase + path.slice(1)
