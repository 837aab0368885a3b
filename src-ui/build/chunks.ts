/** What Vite's build tells of a module. */
interface Graph {
  getModuleInfo(id: string): { importers: readonly string[]; dynamicImporters: readonly string[] } | null
}

/** Where pages are loaded from, and what they load at once; of the settings each section is a part of one page. */
const PAGES: [loader: string, page?: string][] = [
  ['/src/app/router.ts'],
  ['/src/features/settings/sections.ts', 'SettingsView'],
]

/**
 * Which file a module comes in: `create` is what only Create needs, where people arrive; `parts` what it shares with other pages,
 * `fields` what those share with sign-in, `more` what they share without it. Six files go at a time over HTTP/1.1, and each wave costs a round trip: so few files, but none with much
 * that its page does not need. Everything else, what is opened on a page above all, is divided by the bundler.
 */
export function fileOf(id: string, graph: Graph): string | null {
  const pages = pagesOf(id, graph)
  if (pages.has('CreateView')) return pages.size > 1 ? 'parts' : 'create'
  if (pages.size < 2) return null
  return pages.has('SignInView') ? 'fields' : 'more'
}

function pagesOf(id: string, graph: Graph): Set<string> {
  const pages = new Set<string>()
  const seen = new Set([id])
  for (const module of seen) {
    const { importers = [], dynamicImporters = [] } = graph.getModuleInfo(module) ?? {}
    for (const importer of importers) seen.add(importer)
    for (const importer of dynamicImporters)
      for (const [loader, page] of PAGES)
        if (importer.includes(loader)) pages.add(page ?? (/(\w+)\.vue/.exec(module)?.[1] || module))
  }
  return pages
}
