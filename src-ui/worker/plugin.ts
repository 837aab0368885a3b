import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Not of the page itself: the browser asks for them when it installs the page. */
const NOT_KEPT = /^(icon-(180|512|maskable)|shortcut-)/

/** Writes the service worker beside the page, with the names of the files that this build consists of. */
export function serviceWorker(): Plugin {
  return {
    name: 'studio:service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        // Folders hold the pictures of single pages, which come by the network.
        const others = readdirSync(local('../public'), { withFileTypes: true })
          .filter((file) => file.isFile() && !NOT_KEPT.test(file.name))
          .map((file) => file.name)
        const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
        const source = readFileSync(local('./sw.js'), 'utf8')
        const version = createHash('sha256').update(source)
        for (const name of built.toSorted()) version.update(name)
        for (const name of others) version.update(readFileSync(local(`../public/${name}`)))
        const files = JSON.stringify([...built, ...others])
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: source
            .replace('%VERSION%', version.digest('hex').slice(0, 12))
            .replace('%FILES%', () => files.replaceAll("'", "\\'")),
        })
      },
    },
  }
}
