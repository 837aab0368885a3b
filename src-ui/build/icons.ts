import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const LIBRARY = '@lucide/vue'
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*['"]@lucide\/vue['"]/g

/** Takes each icon from its own file, so that it comes with the pages that show it, and a build reads no other. */
export function icons(): Plugin {
  const files = filesOf(createRequire(import.meta.url).resolve(`${LIBRARY}/dist/esm/lucide-vue.mjs`))
  return {
    name: 'studio:icons',
    transform: {
      filter: { id: /\/src\/.*\.(vue|ts)(\?.*)?$/, code: LIBRARY },
      handler(code) {
        const taken = code.replace(IMPORT, (_, names: string) =>
          names
            .split(',')
            .map((name) => name.trim())
            .filter(Boolean)
            .map((name) => {
              const [icon = '', alias = icon] = name.split(/\s+as\s+/)
              const file = files.get(icon)
              if (!file) this.error(`There is no icon ${icon}`)
              return `import ${alias} from '${file}'`
            })
            .join('\n'),
        )
        return { code: taken, map: null }
      },
    },
  }
}

function filesOf(index: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const [, names = '', file = ''] of readFileSync(index, 'utf8').matchAll(
    /export \{([^}]*)\} from '(\.\/icons\/[^']+)'/g,
  ))
    for (const name of names.matchAll(/default as (\w+)/g))
      files.set(name[1] ?? '', join(dirname(index), file))
  return files
}
