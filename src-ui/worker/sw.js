/*
 * The page's service worker: it opens the page without a network and shows the notifications of the server. It keeps the files
 * that the page is made of and nothing else: neither answers of the API nor pictures ever pass through it.
 */
const VERSION = '%VERSION%'
/** What the page is made of, below its own address; the build writes them here. */
const FILES = JSON.parse('%FILES%')

/** The page's one document, whatever the route. */
const DOCUMENT = './'
/** With a copy at hand, nobody waits longer for the document. */
const PATIENCE_MS = 5_000

const page = new URL(self.registration.scope)
const at = (path) => new URL(path, page).href
const known = new Set(FILES.map(at))
const PREFIX = `studio${page.pathname}@`
const CACHE = PREFIX + VERSION

self.addEventListener('install', (event) => event.waitUntil(fill()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

async function fill() {
  const cache = await caches.open(CACHE)
  await cache.addAll([
    new Request(at(DOCUMENT), { cache: 'reload' }),
    ...FILES.map(
      (path) => new Request(at(path), { cache: path.startsWith('assets/') ? 'default' : 'reload' }),
    ),
  ])
}

/** The version before this one is kept: a page that is still open may need its files. */
async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(page.href)) return
  if (request.mode === 'navigate') event.respondWith(visit(request))
  else if (known.has(request.url) || request.url.startsWith(at('assets/'))) event.respondWith(file(request))
})

async function visit(request) {
  const copy = await (await caches.open(CACHE)).match(at(DOCUMENT))
  if (!copy) return fetch(request)
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, copy))
  const answer = fetch(request).then(
    // A proxy whose server is just not there.
    (response) => ([502, 503, 504].includes(response.status) ? copy : response),
    () => copy,
  )
  return Promise.race([answer, late])
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request)
}

self.addEventListener('message', (event) => {
  if (event.data?.type === 'take-over') void self.skipWaiting()
  // Whether the page that asks is of this version already.
  if (event.data?.type === 'whose') event.ports[0]?.postMessage(known.has(event.data.script))
})

self.addEventListener('push', (event) => event.waitUntil(tell(event.data)))

async function tell(data) {
  const notice = data?.json()
  if (!notice?.title || (await pages()).some((client) => client.visibilityState === 'visible')) return
  // A page that is open behind others may have said the same a moment ago.
  const [before] = await self.registration.getNotifications({ tag: notice.tag })
  const alert = notice.alert !== false && before?.title !== notice.title
  await self.registration.showNotification(notice.title, {
    body: notice.body ?? undefined,
    tag: notice.tag,
    // One that takes the place of another sounds only where the server says so.
    renotify: alert,
    silent: !alert,
    icon: at('icon-192.png'),
    badge: at('badge.png'),
    data: { path: notice.path },
  })
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.path))
})

/** Opens the place in a page that is there, or else in a new one; never another address than the page's own. */
async function open(path) {
  const address = new URL(typeof path === 'string' ? path : DOCUMENT, page)
  if (!address.href.startsWith(page.href)) return
  const [client] = await pages()
  if (!client) return self.clients.openWindow(address.href)
  client.postMessage({ type: 'open', path: `/${address.href.slice(page.href.length)}` })
  return client.focus()
}

/** The page's own windows; the worker's scope may lie within other pages of the host. */
async function pages() {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return all.filter((client) => client.url.startsWith(page.href))
}
